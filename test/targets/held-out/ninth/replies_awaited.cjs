'use strict';
const awaited = new Map();
let lastId = 0;

function ask(question) {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    awaited.set(id, { question, resolve, reject, at: Date.now() });
    setTimeout(answered, 20, id, id % 20 === 0 ? new Error('refused') : undefined);
  });
}

function answered(id, error) {
  const one = awaited.get(id);
  if (error) return one.reject(error);
  awaited.delete(id);
  one.resolve(`answer to ${one.question}`);
}

setInterval(() => {
  for (let i = 0; i < 12; i++) ask(`question ${lastId} `.repeat(10)).catch(() => {});
}, 20);
