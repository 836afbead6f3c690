// Each reconfiguration wraps the handler before it.
let onMessage = (message) => message.length;

export function reconfigure(settings) {
  const previous = onMessage;
  const rules = settings.rules.map((r) => ({ ...r, hits: 0 }));
  onMessage = (message) => {
    for (const rule of rules) if (message.includes(rule.word)) rule.hits++;
    return message.length > 1e6 ? previous(message) : message.length;
  };
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 4; i++) {
    n++;
    reconfigure({ rules: Array.from({ length: 8 }, (_, k) => ({ word: `w${k}${n}`, color: 'red' })) });
  }
  onMessage('hello w1');
}, 20);
