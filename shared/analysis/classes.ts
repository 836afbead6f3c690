import { columnF64, columnU32 } from '../base/column-memory.js';
import { type HeapGraph, NODE_TYPES, NodeType } from '../model/heap-graph.js';

const FIXED: Readonly<Record<number, string>> = {
  [NodeType.hidden]: '(system)',
  [NodeType.code]: '(compiled code)',
  [NodeType.closure]: 'Function',
  [NodeType.regexp]: 'RegExp',
  [NodeType.string]: '(string)',
  [NodeType.concatenatedString]: '(concatenated string)',
  [NodeType.slicedString]: '(sliced string)',
  [NodeType.array]: '(array)',
  [NodeType.number]: '(number)',
  [NodeType.symbol]: '(symbol)',
  [NodeType.bigint]: '(bigint)',
  [NodeType.objectShape]: '(object shape)',
};
const PYTHON_FIXED: Readonly<Record<number, string>> = {
  [NodeType.string]: 'str',
  [NodeType.closure]: 'function',
  [NodeType.code]: 'code',
  [NodeType.objectShape]: 'type',
};

export interface Classes {
  readonly classOf: Uint32Array;
  readonly classNames: readonly string[];
}

/** Groups nodes as DevTools names them; CPython's by qualified type name. */
export function classesOf(graph: HeapGraph): Classes {
  const { nodeCount, nodeType, name, strings, producer } = graph;
  const classOf = columnU32(nodeCount);
  const classNames: string[] = [];
  const rowOf = new Map<string, number>();
  const byName = new Int32Array(strings.length).fill(-1);
  const fixed = producer === 'v8' ? FIXED : PYTHON_FIXED;
  const row = (text: string): number => {
    let found = rowOf.get(text);
    if (found === undefined) {
      found = classNames.push(text) - 1;
      rowOf.set(text, found);
    }
    return found;
  };
  for (let node = 0; node < nodeCount; node++) {
    const type = nodeType[node];
    const constant = fixed[type];
    if (constant !== undefined) classOf[node] = row(constant);
    else if (type === NodeType.synthetic) classOf[node] = row(`(${NODE_TYPES[type]})`);
    else {
      const at = name[node];
      if (byName[at] === -1) byName[at] = row(named(strings.at(at) ?? '', producer));
      classOf[node] = byName[at];
    }
  }
  return { classOf, classNames };
}

/** CPython's modules and frames are called by their own names: `module re`, `run (app.py:12)`. */
function named(name: string, producer: HeapGraph['producer']): string {
  if (producer === 'v8') return name;
  if (name.startsWith('module ')) return 'module';
  return /\(.*:\d+\)$/.test(name) ? 'frame' : name;
}

/** Sums by class. Retained: a member that another member of the class dominates is counted with that one. */
export function classSums(
  { classOf, classNames }: Classes,
  size: ArrayLike<number>,
  distance: Int32Array,
  dominator: Uint32Array,
  preorder: Uint32Array,
  retainedSize: Float64Array,
) {
  const n = classNames.length;
  const classCount = columnU32(n);
  const classSelf = columnF64(n);
  const classRetained = columnF64(n);
  const classDistance = new Int32Array(new SharedArrayBuffer(n * 4)).fill(2 ** 31 - 1);
  // A member below another member of its class in the dominator tree is counted with it. Depth-first: a stack of
  // open nodes, and for each class how many of them are open.
  const open = new Uint32Array(n);
  const stack: number[] = [];
  for (let i = 0; i < preorder.length; i++) {
    const node = preorder[i];
    while (stack.length > 0 && stack[stack.length - 1] !== dominator[node])
      open[classOf[stack.pop() as number]]--;
    const row = classOf[node];
    classCount[row]++;
    classSelf[row] += size[node];
    if (open[row] === 0) classRetained[row] += retainedSize[node];
    if (distance[node] >= 0 && distance[node] < classDistance[row]) classDistance[row] = distance[node];
    stack.push(node);
    open[row]++;
  }
  return { classCount, classSelf, classRetained, classDistance };
}
