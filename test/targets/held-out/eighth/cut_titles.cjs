'use strict';
const names = [];
function page(n) {
  return (
    `title-${n}-${'x'.repeat(20)} ` + Array.from({ length: 2000 }, (_, i) => (n * i).toString(36)).join(' ')
  );
}
function index(n) {
  const text = Buffer.from(page(n)).toString();
  names.push(text.slice(0, 30));
}
let n = 0;
setInterval(() => index(++n), 15);
