import { GO_HEAP } from '../../../shared/model/mapped-directly.js';
import type { Region } from '../../../shared/model/region.js';

/** Go reserves its heap in arenas of this size, aligned to it, and takes the rights piece by piece. */
const ARENA = 64 << 20;

/**
 * Names the heap of a Go program: rows of anonymous mappings that begin and end at multiples of 64 MB. Its threads' stacks
 * lie in it, as do those of goroutines: before a stack pointer makes a stack of all of it.
 * https://go.dev/src/runtime/malloc.go
 */
export function markGoHeap(regions: readonly Region[]): readonly Region[] {
  const marked: Region[] = [];
  for (let row = 0; row < regions.length; ) {
    let end = row + 1;
    while (end < regions.length && isBare(regions[end]) && regions[end].start === regions[end - 1].end) end++;
    const arenas =
      isBare(regions[row]) && regions[row].start % ARENA === 0 && regions[end - 1].end % ARENA === 0;
    for (; row < end; row++) {
      const region = regions[row];
      marked.push(arenas && region.rights === 'rw-p' ? { ...region, kind: 'heap', name: GO_HEAP } : region);
    }
  }
  return marked;
}

const isBare = ({ kind, name, rights }: Region): boolean =>
  kind === 'anonymous' &&
  (rights === 'rw-p' || rights === '---p') &&
  (name === '' || name.startsWith('[anon: Go'));
