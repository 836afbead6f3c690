'use strict';
const waiting = [];
function answer(id) {
  return new Promise((resolve) => {
    waiting.push({ id, resolve });
  });
}
async function ask(id) {
  const question = { id, words: Array.from({ length: 100 }, (_, i) => `w${id}.${i}`) };
  const said = await answer(id);
  return question.words.length + said;
}
let id = 0;
setInterval(() => {
  for (let i = 0; i < 5; i++) ask(++id);
}, 20);
setInterval(() => {
  for (const one of waiting) if (one.id < 0) one.resolve(1);
}, 500);
