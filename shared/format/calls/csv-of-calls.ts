import type { CallTree } from '../../model/call-tree.js';
import type { ExportFacts } from './calls-as.js';

/**
 * One row a call: its number and its caller's, empty for an outermost one; its place; what it weighs alone, and with what it
 * calls; in a comparison the same of the base; last `count` where these are no bytes. `shared/import/allocations/calls-csv.ts`
 * reads it.
 */
export function* csvOfCalls(tree: CallTree, { unit }: Pick<ExportFacts, 'unit'>): Iterable<string> {
  const { length, parent, frame, self, count, baseSelf, baseCount, frames } = tree;
  const total = totalsOf(parent, self);
  const baseTotal = baseSelf && totalsOf(parent, baseSelf);
  const places = frames.name.map(
    (name, at) =>
      `${field(name || '(anonymous)')},${field(frames.file[at])},${frames.line[at]},${frames.column?.[at] ?? 0}`,
  );
  const compared = baseTotal ? ',base_self,base_total,base_count' : '';
  const counted = unit === 'count';
  yield `call,caller,function,file,line,column,self,total,count${compared}${counted ? ',unit' : ''}\r\n`;
  for (let row = 0; row < length; row++) {
    const caller = parent[row] < 0 ? '' : String(parent[row]);
    const base = baseTotal ? `,${baseSelf[row]},${baseTotal[row]},${baseCount?.[row] ?? 0}` : '';
    const end = counted ? ',count' : '';
    yield `${row},${caller},${places[frame[row]]},${self[row]},${total[row]},${count[row]}${base}${end}\r\n`;
  }
}

function totalsOf(parent: Int32Array, own: Float64Array): Float64Array {
  const total = own.slice();
  for (let row = total.length - 1; row >= 0; row--) if (parent[row] >= 0) total[parent[row]] += total[row];
  return total;
}

/**
 * RFC 4180. A spreadsheet would run what begins as a formula does: such a text gets an apostrophe before it, and so does what
 * has one already, so that it can be read back.
 */
function field(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
