import type { FoundPlace, TracedStack } from '../../shared/findings/evidence.js';
import type { SourcePlace } from '../../shared/model/finding.js';
import { enclosingName } from './enclosing-name.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources, SourceFile } from './program-sources.js';
import { type Candidate, candidates, chosen, looksAt } from './source-lines.js';

/** What the heap knows of who puts in, to choose between lines. */
export interface PutHints {
  /** Class of the object that has the collection as an attribute. */
  readonly owner?: string;
  /** Names of the attributes of what is put in, or its class. */
  readonly of?: readonly string[];
  /** Where was allocated what stayed: a line that is on such a stack did put in. */
  readonly traced?: readonly TracedStack[];
  /** What is filled is a collection in the named one. */
  readonly nested?: boolean;
  /** The named one is an object of the program's own class: what is sent by it does not stay in it. */
  readonly ownClass?: boolean;
}

/** Methods that put into a collection. */
export const PUTS_IN =
  'append|appendleft|add|set|push|unshift|insert|extend|setdefault|update|put|put_nowait|splice|enqueue|addLast|addFirst';
/** Of collections that are no plain ones: streams, pools, registries. */
const WIDER =
  '(?:enqueue|offer|store|save|register|subscribe|connect|schedule|submit|track|remember|cache|record|add|push|append|insert|put|attach|mount|watch|observe|hook|use)\\w*';
/** Of what takes it and passes it on, as a stream that nobody reads. */
const SENDS = '(?:write|send|emit|publish|next)\\w*';
/** Names of the runtimes' own objects: what is called on them fills nothing. */
const OF_RUNTIME =
  /^(process|global|globalThis|window|self|this|console|module|exports|Object|Array|Promise|JSON|Math|sys|os|asyncio)$/;
/** `[key]`, `.get(key)`, `!`: between the name of a collection of collections and what puts into one of them. */
const INTO_ONE =
  '(?:\\??\\.?\\[[^\\]]+\\]|\\??\\.(?:get|setdefault|at)\\([^()]*(?:\\([^()]*\\))?[^()]*\\)|!)';
const INTO = `${INTO_ONE}*`;
/** A thing that is put in is written out near its line. */
const NEAR = 6;
/** The line that puts into a container of that name; of a few that fit the likeliest, and `how` names the others. */
export function puttingLine(
  sources: ProgramSources,
  container: string,
  hints: PutHints = {},
): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(container) || OF_RUNTIME.test(container)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(container)}(?![\\w$])`;
  const what = `puts into something named ${container}`;
  const wider = `${name}["']?\\]?\\s*${INTO}\\s*\\??\\.${WIDER}\\(`;
  const sends = `${name}["']?\\]?\\s*${INTO}\\s*\\??\\.${SENDS}\\(`;
  const ways = [
    `${name}["']?\\]?\\s*(?:${INTO}\\s*\\??\\.(?:${PUTS_IN})\\(|${INTO}\\[[^\\]]+\\]\\s*(?:\\?\\?|\\|\\|)?=(?!=)|\\s*\\+=|\\s*=\\s*(?:\\[\\s*\\.\\.\\.|\\{\\s*\\.\\.\\.|[\\w$.]*${literalPattern(container)}\\s*(?:\\+|\\.concat)))`,
    `(?<![\\w$])(?:\\w*(?:push|add|append|insort|insert|put|assign|extend|call|apply))\\w*\\(\\s*[\\w$.]*${name}\\s*,`,
    // `addHandler` puts into `handlers`.
    ...(singular(container) === undefined
      ? []
      : [
          `\\.(?:add|register|append|push|insert|put|attach)_?${literalPattern(singular(container) ?? '')}s?\\(`,
        ]),
    wider,
    ...(hints.ownClass === true ? [] : [sends]),
  ];
  for (const way of ways) {
    const found = candidates(sources, new RegExp(way, way.startsWith('\\.') ? 'i' : ''));
    if (found.length === 0) continue;
    const sent = way === wider ? writtenOut(sources, sends, hints) : undefined;
    if (sent) return chosen([sent], what);
    const likely = likeliest(found, hints);
    const through = hints.nested === true && likely.length === 1 ? byAlias(likely[0], container) : undefined;
    return through
      ? chosen([through], `puts into something that came from ${container}`)
      : chosen(likely, what, found.length);
  }
  return undefined;
}

/** The only line that sends a thing which is written out in it: rather than one that subscribes. */
function writtenOut(
  sources: ProgramSources,
  sends: string,
  { of = [], ownClass }: PutHints,
): Candidate | undefined {
  if (ownClass === true || of.length < LEAST_WORDS) return undefined;
  const words = of.map((word) => new RegExp(`(?<![\\w$])${literalPattern(word)}\\s*[:,}]`));
  const found = candidates(sources, new RegExp(sends)).filter(({ file, row }) =>
    words.every((word) => looksAt(word, file.lines[row])),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** One name is met by chance. */
const LEAST_WORDS = 2;

/** The only line that fills, under a name of its own, what it took out of a collection of that name. */
export function fillingLine(sources: ProgramSources, container: string): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(container) || OF_RUNTIME.test(container)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(container)}(?![\\w$])`;
  const taken = candidates(sources, new RegExp(`${GIVEN}.*${name}\\s*${INTO_ONE}`));
  const filled = taken.flatMap((one) => byAlias(one, container) ?? []);
  return filled.length === 1 ? chosen(filled, `puts into something that came from ${container}`) : undefined;
}

/** A name that is given to something. */
const GIVEN = '^\\s*(?:const |let |var )?([\\w$]+)\\s*=(?![=>])';

/** Lines after the one that takes a collection out of another, in which it is filled under the name it was given. */
const SOON = 12;

function byAlias({ file, row }: Candidate, container: string): Candidate | undefined {
  const given = new RegExp(`${GIVEN}.*${literalPattern(container)}`);
  const alias = given.exec(file.lines[row])?.[1];
  if (alias === undefined || alias === container) return undefined;
  const within = enclosingName(file.lines, row);
  const puts = new RegExp(
    `(?<![\\w$.])${literalPattern(alias)}\\s*${INTO}\\s*\\??\\.(?:append|appendleft|add|push|unshift|insert|extend|update|put|put_nowait|set)\\(`,
  );
  for (let at = row + 1; at <= row + SOON && at < file.lines.length; at++)
    if (looksAt(puts, file.lines[at]) && enclosingName(file.lines, at) === within) return { file, row: at };
  return undefined;
}

/** `handlers`: one of them is a handler. */
function singular(container: string): string | undefined {
  const name = container.replace(/^[#_]+/, '');
  if (name.length < SHORTEST_PLURAL || !name.endsWith('s')) return undefined;
  return name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.slice(0, -1);
}

const SHORTEST_PLURAL = 5;

/** The line that puts into a queue, whatever that is called there. */
export function queueingLine(sources: ProgramSources, hints: PutHints = {}): FoundPlace | undefined {
  const found = candidates(sources, /\.(?:put|put_nowait)\(/);
  return found.length === 0 ? undefined : chosen(likeliest(found, hints), 'puts into a queue', found.length);
}

/** Those in the class that has the collection; those not where it is made; those near which the thing is written out. */
function likeliest(
  all: readonly Candidate[],
  { owner, of = [], traced = [] }: PutHints,
): readonly Candidate[] {
  const within = ({ file, row }: Candidate): string => enclosingName(file.lines, row) ?? '';
  const narrowed = (from: readonly Candidate[], wanted: (one: Candidate) => boolean) => {
    const some = from.filter(wanted);
    return some.length > 0 ? some : from;
  };
  const last = owner?.split('.').at(-1);
  const owned = last === undefined ? all : narrowed(all, (one) => within(one).split('.').includes(last));
  const allocated = narrowed(owned, ({ file, row }) => isTraced(file, row, traced));
  const later = narrowed(allocated, (one) => !/(__init__|constructor)$/.test(within(one)));
  if (of.length === 0) return later;
  const words = of.map((word) => new RegExp(`(?<![\\w$])${literalPattern(word)}(?![\\w$])`));
  const near = ({ file, row }: Candidate): number => {
    const text = file.lines.slice(Math.max(0, row - NEAR), row + NEAR).join('\n');
    return words.filter((word) => word.test(text)).length;
  };
  const most = Math.max(...later.map(near));
  return most === 0 ? later : later.filter((one) => near(one) === most);
}

/**
 * Whether a line is on a stack that allocated what stayed. Where stacks have but the line on which a function begins, the
 * function may have been inlined into its caller: that names it.
 */
function isTraced(file: SourceFile, row: number, traced: readonly TracedStack[]): boolean {
  const name = enclosingName(file.lines, row)?.split('.').at(-1);
  const called = name === undefined ? undefined : new RegExp(`(?<![\\w$])${literalPattern(name)}\\(`);
  return traced.some(({ frames, lines }) =>
    frames.some((frame) => {
      if (frame.line === 0 || frame.file.replace(/^file:\/\//, '') !== file.path) return false;
      if (lines === 'call') return frame.line === row + 1;
      const begin = frame.line - 1;
      const text = file.lines.slice(begin, begin + INLINED).join('\n');
      return called?.test(text) === true;
    }),
  );
}

/** Lines of a function that are looked at for whom it calls. */
const INLINED = 20;

/** The only line of a function, which begins at `place`, that puts something into something. */
export function puttingLineIn(sources: ProgramSources, place: SourcePlace): FoundPlace | undefined {
  const file = sources.called(place.file);
  const begin = file?.lines.findIndex(
    (line, row) => row >= place.line - 1 && /^\s*(async\s+)?def\b/.test(line),
  );
  if (!file || begin === undefined || begin < 0) return undefined;
  const name = enclosingName(file.lines, begin);
  const puts = new RegExp(`[\\w\\])]\\.(?:${PUTS_IN})\\(|\\w\\[[^\\]]+\\]\\s*=(?!=)`);
  const found = file.lines.flatMap((line, row) =>
    row > begin && puts.test(line) && enclosingName(file.lines, row) === name ? [{ file, row }] : [],
  );
  return found.length === 1 ? chosen(found, `puts into something, in ${name ?? 'the function'}`) : undefined;
}
