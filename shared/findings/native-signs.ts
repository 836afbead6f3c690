import { sizeText } from '../base/quantity.js';
import type { Sign, SourcePlace } from '../model/finding.js';
import type { Evidence, GrownMapping, TracedStack } from './evidence.js';
import { isLibrary } from './heap/python-place.js';

const SHOWN = 3;
const FRAMES = 6;
/** Allocators: who called them is the news. */
const ALLOCATOR =
  /^(_*(malloc|calloc|realloc|memalign|posix_memalign|aligned_alloc|mmap)|operator new|_Py.*(Alloc|Realloc)|Py(Mem|Object)_\w*(Alloc|Realloc)\w*)/;
/** Areas by what they are, where they have no name of a file. */
const AREAS: Readonly<Record<string, string>> = {
  heap: 'the heap of the C allocator',
  anonymous: 'memory without a name (arenas, mmap)',
  stack: 'stacks of threads',
};

/** Which mappings grew, and by which stacks native memory was taken, as far as either was recorded. */
export function nativeSigns({ mappings = [], traced = [] }: Evidence): {
  readonly signs: readonly Sign[];
  readonly place?: SourcePlace;
} {
  const native = traced.filter((stack) => stack.native);
  const place = native[0] && programPlace(native[0]);
  return {
    signs: [...mappings.slice(0, SHOWN).map(mappingSign), ...native.slice(0, SHOWN).map(stackSign)],
    ...(place && { place }),
  };
}

function mappingSign({ kind, name, rss, delta }: GrownMapping): Sign {
  const what = /^[\\/]/.test(name) ? name : `${AREAS[kind] ?? kind}${name === '' ? '' : `, ${name}`}`;
  return { text: `Mapping: ${what}, ${sizeText(delta)} more, ${sizeText(rss)} now.` };
}

function stackSign({ bytes, frames }: TracedStack): Sign {
  const calls = frames.filter(({ function: name = '' }) => !ALLOCATOR.test(name)).slice(0, FRAMES);
  const text = calls
    .map(({ function: name, file, line }) => {
      const own = file.split(/[\\/]/).at(-1) ?? '';
      return `${name ?? '?'}${own === '' ? '' : ` (${own}${line > 0 ? `:${line}` : ''})`}`;
    })
    .join(' < ');
  return { text: `Native stack of ${sizeText(bytes)}: ${text}.` };
}

/** The innermost frame that has a line in a source of the program. */
const programPlace = ({ frames }: TracedStack): SourcePlace | undefined =>
  frames.find(
    ({ file, line }) => line > 0 && /\.(py|[cm]?[jt]sx?|c|cc|cpp|rs|go)$/.test(file) && !isLibrary(file),
  );
