import type { HeapGraph } from '../model/heap-graph.js';

/**
 * Whether a class is what programs run on, by its name: contexts, code, shapes, the global object, modules, types. They
 * hold what leaks and are seldom it; what a program makes itself (`Map`, `(string)`, `dict`) is none of them.
 */
export function isRuntimeClass(name: string, producer: HeapGraph['producer']): boolean {
  return producer === 'v8'
    ? V8.has(name) || V8_NAMES.test(name)
    : CPYTHON.has(name) || name.startsWith('_frozen_importlib');
}

/** The row of a comparison by file or package that is of no file. */
export const isRuntimePlace = (name: string): boolean => name === '(runtime)' || name === 'builtins';

const V8: ReadonlySet<string> = new Set([
  ...['(system)', '(compiled code)', '(object shape)', '(synthetic)'],
  ...['global', 'Window', 'BuiltinModule'],
]);
/** V8's internals, Node's C++, and the global object of a page: `Window / https://…`, `Window (global*)`. */
const V8_NAMES = /^(?:system|Node|global|Window) (?:\/|\()/;
const CPYTHON: ReadonlySet<string> = new Set([
  ...['module', 'type', 'code', 'frame', 'cell', 'builtin_function_or_method'],
  ...['getset_descriptor', 'member_descriptor', 'method_descriptor', 'wrapper_descriptor', 'mappingproxy'],
]);
