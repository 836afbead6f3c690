import { ByteStrings, byteStrings } from '../../shared/model/byte-strings.js';
import { columnOver, type TypedColumn, typeOf } from './typed-column.js';

/**
 * Anything made of plain objects, typed arrays and strings tables, taken apart: the arrays by their path
 * (`graph.edgeTarget`), and the rest as a tree that JSON can hold. The one form in which a heap goes to a
 * worker, into a session file and back: what analysis adds tomorrow travels without a change here.
 */
export interface FlatHeap {
  readonly tree: unknown;
  readonly columns: ReadonlyMap<string, TypedColumn>;
}

const COLUMN = '$column';
const STRINGS = '$strings';
const UNDEFINED = '$undefined';

/** Columns that are not in shared memory yet are moved there; the caller lets go of the originals. */
export function flatten(value: unknown): FlatHeap {
  const columns = new Map<string, TypedColumn>();
  const visit = (at: unknown, path: string): unknown => {
    if (at === undefined) return { [UNDEFINED]: true };
    if (typeof at !== 'object' || at === null) return at;
    if (ArrayBuffer.isView(at)) {
      columns.set(path, shared(at as TypedColumn));
      return { [COLUMN]: path };
    }
    if (isStringTable(at)) {
      const { bytes, starts } = byteStrings(at);
      columns.set(`${path}.bytes`, shared(bytes));
      columns.set(`${path}.starts`, shared(starts));
      return { [STRINGS]: path };
    }
    if (Array.isArray(at)) return at.map((item, row) => visit(item, `${path}.${row}`));
    return Object.fromEntries(
      Object.entries(at)
        .filter(([, member]) => typeof member !== 'function' && member !== undefined)
        .map(([name, member]) => [name, visit(member, path ? `${path}.${name}` : name)]),
    );
  };
  return { tree: visit(value, ''), columns };
}

/** Puts it together again. Throws when a column is missing. */
export function unflatten({ tree, columns }: FlatHeap): unknown {
  const column = (path: string): TypedColumn => {
    const found = columns.get(path);
    if (!found) throw new Error(`the column ${path} is missing`);
    return found;
  };
  const visit = (at: unknown): unknown => {
    if (typeof at !== 'object' || at === null) return at;
    if (Array.isArray(at)) return at.map(visit);
    const node = at as Readonly<Record<string, unknown>>;
    if (UNDEFINED in node) return undefined;
    if (COLUMN in node) return column(String(node[COLUMN]));
    if (STRINGS in node) {
      const path = String(node[STRINGS]);
      return new ByteStrings(column(`${path}.bytes`) as Uint8Array, column(`${path}.starts`) as Uint32Array);
    }
    return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, visit(member)]));
  };
  return visit(tree);
}

/** Both in one: members of the trees side by side. */
export function joined(a: FlatHeap, b: FlatHeap): FlatHeap {
  return {
    tree: { ...(a.tree as object), ...(b.tree as object) },
    columns: new Map([...a.columns, ...b.columns]),
  };
}

export function bytesOf(heap: FlatHeap): number {
  let bytes = 0;
  for (const column of heap.columns.values()) bytes += column.byteLength;
  return bytes;
}

function shared(column: TypedColumn): TypedColumn {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const moved = columnOver(typeOf(column), new SharedArrayBuffer(column.byteLength));
  moved.set(column as never);
  return moved;
}

function isStringTable(value: object): value is ByteStrings {
  return 'at' in value && typeof value.at === 'function' && 'length' in value && !Array.isArray(value);
}
