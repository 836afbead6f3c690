/**
 * Functions that look through all objects of an isolate, `this`, which the debugger gave as an array. They ask nothing
 * that could run code of the program: no getter is read, and no proxy touched. `this` holds none; prototypes and classes may
 * be some, which `types` (Node's util.types) tells, and a page cannot. The array is emptied at the end: it would hold all of
 * them until it is collected.
 */

/** Prototypes of derived classes have the class in their chain too, and are no instances. */
export const IS_INSTANCE = `(one, isProxy) => {
  const maker = Object.getOwnPropertyDescriptor(one, 'constructor');
  if (!maker || typeof maker.value !== 'function' || isProxy(maker.value)) return true;
  const made = Object.getOwnPropertyDescriptor(maker.value, 'prototype');
  return !made || made.value !== one;
}`;

/** `{ total, rows: [name, count]…, makers }` by constructor, most first; `makers` are those of the rows, where there is one. */
export const COUNT_TYPES = `function (most, types) {
  const own = Object.getOwnPropertyDescriptor, above = Object.getPrototypeOf;
  const isProxy = types ? types.isProxy : () => false;
  const kinds = new Map(), counts = new Map();
  // Minified classes share their names: they are told apart by what makes them.
  const kindOf = (prototype) => {
    const maker = prototype && own(prototype, 'constructor');
    const title = maker && typeof maker.value === 'function' && !isProxy(maker.value) && own(maker.value, 'name');
    return title && typeof title.value === 'string' && title.value ? { name: title.value.slice(0, 200), maker: maker.value } : undefined;
  };
  const FUNCTION = { name: 'Function' }, OBJECT = { name: 'Object' };
  for (const one of this) {
    let kind = typeof one === 'function' ? FUNCTION : undefined;
    if (!kind) {
      // The prototype of a class is no instance.
      if (!(${IS_INSTANCE})(one, isProxy)) continue;
      const first = above(one);
      if (!kinds.has(first)) {
        let found, at = first;
        for (let depth = 0; at && !isProxy(at) && !found && depth < 100; depth++, at = above(at)) found = kindOf(at);
        kinds.set(first, found || OBJECT);
      }
      kind = kinds.get(first);
    }
    const key = kind.maker || kind.name, row = counts.get(key);
    if (row) row.count++;
    else counts.set(key, { ...kind, count: 1 });
  }
  const rows = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, most);
  const total = this.length;
  this.length = 0;
  return { total, rows: rows.map(({ name, count }) => [name, count]), makers: rows.map(({ maker }) => maker) };
}`;

/** Objects without a prototype (tables, lists of listeners) are not given by the debugger: these are found on the way. */
const EVERY_REFERENCE = `
  const own = Object.getOwnPropertyDescriptor, above = Object.getPrototypeOf, keys = Reflect.ownKeys;
  const mapEach = Map.prototype.forEach, setEach = Set.prototype.forEach, isView = ArrayBuffer.isView;
  const isMap = types ? types.isMap : (one) => one instanceof Map, isSet = types ? types.isSet : (one) => one instanceof Set;
  const bare = new Set();
  let spent = 0, cut = 0;
  const note = (value) => {
    if (types && value !== null && typeof value === 'object' && !types.isProxy(value) && above(value) === null) bare.add(value);
  };
  const property = (one, key, tell) => {
    spent++;
    let found;
    // A namespace of a module that still runs has names without a value.
    try { found = own(one, key); } catch { return; }
    if (!found) return;
    const edge = typeof key === 'symbol' ? '[' + String(key).slice(0, 200) + ']' : key;
    if ('value' in found) tell(found.value, edge);
    else {
      if (found.get) tell(found.get, 'get ' + edge);
      if (found.set) tell(found.set, 'set ' + edge);
    }
  };
  const references = (one, tell) => {
    if (isView(one)) return;
    if (Array.isArray(one)) {
      // All keys of a long one would take as much memory again.
      const end = Math.min(one.length, 5e6);
      if (end < one.length) cut++;
      for (let n = 0; n < end; n++) property(one, n, tell);
    } else {
      for (const key of keys(one)) property(one, key, tell);
    }
    const prototype = above(one);
    if (prototype) tell(prototype, '__proto__');
    if (isMap(one)) mapEach.call(one, (value, key) => { spent++; tell(key, 'key in Map'); tell(value, typeof key === 'string' ? 'Map entry ' + key.slice(0, 200) : 'value in Map'); });
    else if (isSet(one)) setEach.call(one, (value) => { spent++; tell(value, 'entry of Set'); });
  };`;

/** Who refers to `held`: `{ total, left, edges, holders }`; `left` objects were not looked at, or in part: for the time, or their length. */
export const HOLDERS_OF = `function (held, most, budget, types) {
  ${EVERY_REFERENCE}
  const edges = [], holders = [], until = Date.now() + budget;
  let total = 0, looked = 0, holder, over = false;
  const isOver = () => {
    if ((looked & 255) === 0 || spent > 1e4) { over = Date.now() > until; spent = 0; }
    return over;
  };
  const tell = (value, edge) => {
    if (value === held) {
      if (holders.length < most) { edges.push(String(edge)); holders.push(holder); }
      total++;
    } else note(value);
  };
  const look = (one) => {
    if (one === this || one === held) return;
    holder = one;
    references(one, tell);
  };
  for (const one of this) {
    if (isOver()) break;
    looked++;
    look(one);
  }
  for (const one of bare) if (!isOver()) look(one);
  const left = this.length - looked + cut;
  this.length = 0;
  return { total, left, edges, holders };
}`;

/** What `this` refers to, in the same shape. */
export const HELD_BY = `function (most, types) {
  ${EVERY_REFERENCE}
  const edges = [], holders = [];
  let total = 0;
  references(this, (value, edge) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    total++;
    if (holders.length < most) { edges.push(String(edge)); holders.push(value); }
  });
  return { total, left: cut, edges, holders };
}`;
