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
  /** The innermost function that is no allocator, as one would say it. */
  readonly taker?: string;
} {
  // Two readings of one profile have the same stacks: of those that would read alike, the first has most.
  const told = new Set<string>();
  const native = traced.filter((stack) => {
    const calls = callsOf(stack);
    return stack.native && !told.has(calls) && told.add(calls);
  });
  const first = native[0]?.frames.find(notAllocator);
  const place = native[0] && programPlace(native[0]);
  return {
    signs: [...mappings.slice(0, SHOWN).map(mappingSign), ...native.slice(0, SHOWN).map(stackSign)],
    ...(place && { place }),
    ...(first && { taker: callOf(first) }),
  };
}

function mappingSign({ kind, name, rss, delta }: GrownMapping): Sign {
  const what = /^[\\/]/.test(name) ? name : `${AREAS[kind] ?? kind}${name === '' ? '' : `, ${name}`}`;
  return { text: `Mapping: ${what}, ${sizeText(delta)} more, ${sizeText(rss)} now.` };
}

const stackSign = (stack: TracedStack): Sign => ({
  text: `Native stack of ${sizeText(stack.bytes)}: ${callsOf(stack)}.`,
});

const notAllocator = ({ function: name = '' }: SourcePlace): boolean => !ALLOCATOR.test(name);

const callsOf = ({ frames }: TracedStack): string =>
  frames.filter(notAllocator).slice(0, FRAMES).map(callOf).join(' < ');

function callOf({ function: name, file, line }: SourcePlace): string {
  const own = file.split(/[\\/]/).at(-1) ?? '';
  return `${name ?? '?'}${own === '' ? '' : ` (${own}${line > 0 ? `:${line}` : ''})`}`;
}

/** The innermost frame that has a line in a source of the program. */
const programPlace = ({ frames }: TracedStack): SourcePlace | undefined =>
  frames.find(
    ({ file, line }) => line > 0 && /\.(py|[cm]?[jt]sx?|c|cc|cpp|rs|go)$/.test(file) && !isLibrary(file),
  );
