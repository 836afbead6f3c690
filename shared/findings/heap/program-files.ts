import type { HeapIndex } from '../../model/heap-index.js';
import { classRows, follow, isString, NOTHING, nameOf, nodesOf, reference } from './look.js';
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
  const { graph } = index;
  for (let node = 0; node < graph.nodeCount && files.size < MOST; node++) {
    if (nameOf(index, node) !== 'system / Script') continue;
    const name = reference(index, node, 'name');
    const path = name === NOTHING ? '' : nameOf(index, name);
    if (/^(file:\/\/|\/|https?:\/\/)/.test(path) && !/[\\/]node_modules[\\/]/.test(path)) files.add(path);
  }
  return [...files];
}
