'use strict';
// validators and accessors are made when a form is first seen; the forms come in one after the other, 260 of them
const Ajv = require('ajv');

const ajv = new Ajv({ allErrors: true });
const forms = {};
const fieldsOf = (n) => Array.from({ length: 12 }, (_, i) => `field_${n}_${i}`);

function formOf(n) {
  return (forms[n] ??= {
    check: ajv.compile({
      type: 'object',
      properties: Object.fromEntries(fieldsOf(n).map((name) => [name, { type: 'string', minLength: 1 }])),
    }),
    read: new Function(
      'data',
      `return [${fieldsOf(n)
        .map((name) => `data.${name}`)
        .join(', ')}];`,
    ),
  });
}

let n = 0;
setInterval(() => {
  n += 1;
  const form = formOf(Math.floor(n / 12) % 260);
  const data = { [`field_${n}_1`]: `v${n}` };
  form.check(data);
  form.read(data);
}, 15);
