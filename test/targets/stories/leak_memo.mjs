// A memo keyed by the objects that it is about: it keeps each of them.
const memo = new Map();

class Document {
  constructor(n) {
    this.n = n;
    this.words = Array.from({ length: 50 }, (_, i) => `${n}-${i}`);
  }
}

function summary(document) {
  let found = memo.get(document);
  if (found === undefined) {
    found = document.words.length;
    memo.set(document, found);
  }
  return found;
}

let n = 0;
setInterval(() => {
  for (let i = 0; i < 5; i++) summary(new Document(n++));
}, 20);
