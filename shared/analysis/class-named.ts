import { Failure } from '../base/failure.js';
import type { HeapIndex } from '../model/heap-index.js';

/** No class of that name. */
export const NO_CLASS = -1;
/** Names that a message lists. */
const LISTED = 5;

/**
 * The row of a class by its name. CPython's are qualified, `__main__.Session`: there the last part is enough where only
 * one class ends so. Throws a Failure where several do.
 */
export function classNamed({ graph, classNames, classCount }: HeapIndex, name: string): number {
  const exact = classNames.indexOf(name);
  if (exact >= 0 || graph.producer !== 'cpython' || name === '') return exact;
  const ending = `.${name}`;
  const found = [...classNames.keys()].filter(
    (row) => classCount[row] > 0 && classNames[row].endsWith(ending),
  );
  if (found.length > 1) {
    const names = found.slice(0, LISTED).map((row) => classNames[row].slice(0, 200));
    throw new Failure(
      'several-classes',
      `Several classes are called ${name.slice(0, 200)}: ${names.join(', ')}${found.length > LISTED ? ', …' : ''}.`,
      'Give the whole name.',
    );
  }
  return found[0] ?? NO_CLASS;
}

/** The name of a class in the first of these heaps that has one called so; as it was given where none has. */
export function wholeName(heaps: readonly HeapIndex[], name: string): string {
  for (const heap of heaps) {
    const row = classNamed(heap, name);
    if (row !== NO_CLASS) return heap.classNames[row];
  }
  return name;
}
