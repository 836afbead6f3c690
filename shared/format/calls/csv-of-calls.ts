import type { CallTree } from '../../model/call-tree.js';

/** One row a call: its number and its caller's, empty for an outermost one; its place; what it weighs alone, and with what it calls. */
export function* csvOfCalls(tree: CallTree): Iterable<string> {
  const { length, parent, frame, self, count, frames } = tree;
  const total = self.slice();
  for (let row = length - 1; row >= 0; row--) if (parent[row] >= 0) total[parent[row]] += total[row];
  const places = frames.name.map(
    (name, at) =>
      `${field(name || '(anonymous)')},${field(frames.file[at])},${frames.line[at]},${frames.column?.[at] ?? 0}`,
  );
  yield 'call,caller,function,file,line,column,self,total,count\r\n';
  for (let row = 0; row < length; row++) {
    const caller = parent[row] < 0 ? '' : String(parent[row]);
    yield `${row},${caller},${places[frame[row]]},${self[row]},${total[row]},${count[row]}\r\n`;
  }
}

/** RFC 4180. A spreadsheet would run what begins as a formula does: such a text gets an apostrophe before it. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
