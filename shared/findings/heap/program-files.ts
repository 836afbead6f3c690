import { NodeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { classRows, follow, isString, nameOf, nodesOf, reference } from './look.js';
import { isLibrary } from './python-place.js';

const MOST = 200;

/** Sources of the program that the heap names: of modules and scripts, the main one first; none of libraries. */
export function programFiles(index: HeapIndex): readonly string[] {
  return index.graph.producer === 'cpython' ? moduleFiles(index) : scriptFiles(index);
}

function moduleFiles(index: HeapIndex): readonly string[] {
  const files: string[] = [];
  for (const module of nodesOf(
    index,
    classRows(index, (name) => name === 'module'),
    20_000,
  )) {
    const file = follow(index, module, '__dict__', '__file__');
    if (!isString(index, file)) continue;
    const path = nameOf(index, file);
    if (isLibrary(path) || !path.endsWith('.py')) continue;
    if (nameOf(index, module) === 'module __main__') files.unshift(path);
    else files.push(path);
  }
  return [...new Set(files)].slice(0, MOST);
}

function scriptFiles(index: HeapIndex): readonly string[] {
  const files = new Set<string>();
  for (let node = 0; node < index.graph.nodeCount && files.size < MOST; node++) {
    const path = scriptPath(index, node);
    if (/^(file:\/\/|\/|https?:\/\/)/.test(path) && !/[\\/]node_modules[\\/]/.test(path)) files.add(path);
  }
  return [...files];
}

/** Since V8 11 a script is called so and has its path beside; before, it is compiled code that is called by its path. */
function scriptPath(index: HeapIndex, node: number): string {
  const called = nameOf(index, node);
  if (called === 'system / Script') return nameOf(index, reference(index, node, 'name'));
  const isOld = index.graph.nodeType[node] === NodeType.code && /^(file:\/\/|\/)/.test(called);
  return isOld && nameOf(index, reference(index, node, 'name')) === called ? called : '';
}
