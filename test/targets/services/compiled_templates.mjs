// Templates are compiled by their text, and the text has the user's name in it.
import vm from 'node:vm';

const compiled = Object.create(null);

function compile(text) {
  if (compiled[text]) return compiled[text];
  const code = `out=${JSON.stringify(text).replaceAll('{{n}}', '"+n+"')}`;
  const script = new vm.Script(code);
  const template = (n) => {
    const sandbox = { n, out: '' };
    void script;
    return sandbox.out + text.length;
  };
  template.text = text;
  compiled[text] = template;
  return template;
}
let user = 0;
setInterval(() => {
  for (let i = 0; i < 5; i++) compile(`Dear user${user++}, you have {{n}} new messages`)(i);
}, 20);
