'use strict';
// renders mails: templates are compiled when first used, of which there are 900
const Handlebars = require('handlebars');

const compiled = new Map();
const source = (name) => `<p>${name}: {{who}}</p>{{#each lines}}<li>{{this}} of ${name}</li>{{/each}}`;

function template(name) {
  let known = compiled.get(name);
  if (!known) {
    known = Handlebars.compile(source(name));
    compiled.set(name, known);
  }
  return known;
}

let sent = 0;
setInterval(() => {
  for (let i = 0; i < 4; i++) {
    const name = `mail-${Math.floor(Math.random() * 900)}`;
    template(name)({ who: `user ${sent}`, lines: [sent, sent + 1] });
    sent += 1;
  }
}, 20);
