'use strict';
class Page {
  constructor(path) {
    this.path = path;
    this.lines = Array.from({ length: 300 }, (_, i) => `${path} line ${i}`);
  }
}
const LIMIT = 400;
const rendered = new Map();
function render(path) {
  const known = rendered.get(path);
  if (known) return known;
  if (rendered.size >= LIMIT) rendered.delete(rendered.keys().next().value);
  const page = new Page(path);
  rendered.set(path, page);
  return page;
}
let n = 0;
setInterval(() => render(`/page/${++n}`), 25);
