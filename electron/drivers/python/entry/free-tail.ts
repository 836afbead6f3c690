import { basename } from 'node:path';
import { ElfImage } from './elf-image.js';
import type { LocatedPython } from './located-python.js';
import { type Mapping, mappedFile, mappingAt } from './process-maps.js';
import type { TargetMemory } from './target-memory.js';

const PAGE = 4096;

/** One stretch of writable memory that no code of the target knows of. */
export interface FreeTail {
  readonly address: number;
  readonly size: number;
}

/**
 * Places for the entry's text, best first: what is left of the last page behind a module's `.bss`. The kernel maps
 * whole pages, the linker gives out none of that rest, and glibc's allocators begin elsewhere, so it stays zero for
 * the life of the process; that it is zero is read before it is used. Two exceptions: the loader hands the rest
 * of its own page out by its minimal malloc, so it is never taken; musl gives the rests of all modules to malloc,
 * so with musl there are no places at all.
 */
export function* freeTails(pid: number, python: LocatedPython): Generator<FreeTail> {
  yield* tailOf(python.image, python.mapping, python.maps);
  for (const mapping of python.maps) {
    if (mapping === python.mapping || mapping.offset !== 0 || !/\.so(\.|$)/.test(mapping.path)) continue;
    if (/^ld[-.]/.test(basename(mapping.path))) continue;
    const path = mappedFile(pid, mapping);
    if (!path) continue;
    try {
      const image = ElfImage.open(path);
      try {
        yield* tailOf(image, mapping, python.maps);
      } finally {
        image.close();
      }
    } catch {
      // Not a module after all.
    }
  }
}

/** True when `size` bytes at the end of the tail are still as the kernel made them. */
export function isUntouched(memory: TargetMemory, address: number, size: number): boolean {
  return memory.read(address, size).every((byte) => byte === 0);
}

function* tailOf(image: ElfImage, first: Mapping, maps: readonly Mapping[]): Generator<FreeTail> {
  const bias = image.bias(first.start);
  const last = image.segments.reduce((a, b) => (b.address > a.address ? b : a));
  // Without a .bss the rest of the page is the file's next bytes, not zeros.
  if (!last.writable || last.memorySize <= last.fileSize) return;
  const address = bias + last.address + last.memorySize;
  const size = (PAGE - (address % PAGE)) % PAGE;
  const mapping = size > 0 ? mappingAt(maps, address, size) : undefined;
  if (mapping?.writable && mapping.readable) yield { address, size };
}
