// Weak values, strong keys: the values go, the entries stay.
class Documents {
  constructor() {
    this.byPath = new Map();
  }
  open(path) {
    const known = this.byPath.get(path)?.deref();
    if (known) return known;
    const document = { path, lines: path.repeat(3).split('/') };
    this.byPath.set(path, new WeakRef(document));
    return document;
  }
}
const documents = new Documents();
let n = 0;
setInterval(() => {
  for (let i = 0; i < 25; i++) documents.open(`/workspace/src/package/module${n++}/index.ts`);
}, 20);
