import { basename } from 'node:path';
import type { FoundPlace, TracedStack } from '../../shared/findings/evidence.js';
import type { SourcePlace } from '../../shared/model/finding.js';
import { enclosingName } from './enclosing-name.js';
import { literalPattern } from './literal-pattern.js';
import { MOST_LINE, type ProgramSources, type SourceFile } from './program-sources.js';

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
}

const VERBS =
  'append|appendleft|add|set|push|unshift|insert|extend|setdefault|update|put|put_nowait|splice|enqueue|addLast|addFirst';
/** Of collections that are no plain ones: streams, pools, registries. */
const WIDER =
  '(?:enqueue|offer|store|save|register|subscribe|connect|schedule|submit|track|remember|cache|record|add|push|append|insert|put|attach|watch|observe|hook|use)\\w*';
/** Of what takes it and passes it on, as a stream that nobody reads. */
const SENDS = '(?:write|send|emit|publish)\\w*';
/** Names of the runtimes' own objects: what is called on them fills nothing. */
const OF_RUNTIME =
  /^(process|global|globalThis|window|self|this|console|module|exports|Object|Array|Promise|JSON|Math|sys|os|asyncio)$/;
/** `[key]`, `.get(key)`, `!`: between the name of a collection of collections and what puts into one of them. */
const INTO = '(?:\\??\\.?\\[[^\\]]+\\]|\\??\\.(?:get|setdefault|at)\\([^()]*(?:\\([^()]*\\))?[^()]*\\)|!)*';
/** Where two lines fit, both are named; of more none is. */
const MOST_CANDIDATES = 4;
/** A thing that is put in is written out near its line. */
const NEAR = 6;
/** One name alone is everywhere. */
const FEWEST_KEYS = 2;

/** The line that puts into a container of that name; of a few that fit the likeliest, and `how` names the others. */
export function puttingLine(
  sources: ProgramSources,
  container: string,
  hints: PutHints = {},
): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(container) || OF_RUNTIME.test(container)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(container)}(?![\\w$])`;
  const what = `puts into something named ${container}`;
  const ways = [
    `${name}["']?\\]?\\s*(?:${INTO}\\s*\\??\\.(?:${VERBS})\\(|${INTO}\\[[^\\]]+\\]\\s*(?:\\?\\?|\\|\\|)?=(?!=)|\\s*\\+=|\\s*=\\s*(?:\\[\\s*\\.\\.\\.|\\{\\s*\\.\\.\\.|[\\w$.]*${literalPattern(container)}\\s*(?:\\+|\\.concat)))`,
    `(?<![\\w$])(?:\\w*(?:push|add|append|insort|insert|put|assign|extend|call|apply))\\w*\\(\\s*[\\w$.]*${name}\\s*,`,
    // `addHandler` puts into `handlers`.
    ...(singular(container) === undefined
      ? []
      : [
          `\\.(?:add|register|append|push|insert|put|attach)_?${literalPattern(singular(container) ?? '')}s?\\(`,
        ]),
    `${name}["']?\\]?\\s*${INTO}\\s*\\??\\.${WIDER}\\(`,
    `${name}["']?\\]?\\s*${INTO}\\s*\\??\\.${SENDS}\\(`,
  ];
  for (const way of ways) {
    const found = candidates(sources, new RegExp(way, way.startsWith('\\.') ? 'i' : ''));
    if (found.length === 0) continue;
    const likely = likeliest(found, hints);
    const through = hints.nested === true && likely.length === 1 ? byAlias(likely[0], container) : undefined;
    return through
      ? chosen([through], `puts into something that came from ${container}`)
      : chosen(likely, what, found.length);
  }
  return undefined;
}

/** Lines after the one that takes a collection out of another, in which it is filled under the name it was given. */
const SOON = 12;

/** In a line of megabytes some of the patterns here would be looked for for hours. */
const looksAt = (pattern: RegExp, line: string): boolean => line.length <= MOST_LINE && pattern.test(line);

function byAlias({ file, row }: Candidate, container: string): Candidate | undefined {
  const given = new RegExp(`^\\s*(?:const |let |var )?([\\w$]+)\\s*=(?![=>]).*${literalPattern(container)}`);
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

/** The only line that puts something into something and has all of these names as keys beside it. */
export function writtenLine(sources: ProgramSources, keys: readonly string[]): FoundPlace | undefined {
  if (keys.length < FEWEST_KEYS) return undefined;
  const words = keys.map((key) => new RegExp(`(?<![\\w$])${literalPattern(key)}["']?\\s*[:=,}]`));
  const far = ({ file, row }: Candidate): number => {
    for (let lines = 1; lines <= NEAR; lines++) {
      const text = file.lines.slice(row, row + lines).join('\n');
      if (words.every((word) => word.test(text))) return lines;
    }
    return Number.POSITIVE_INFINITY;
  };
  const all = candidates(sources, new RegExp(`\\.(?:${VERBS})\\(|\\]\\s*=(?!=)`)).map((one) => ({
    ...one,
    far: far(one),
  }));
  const nearest = Math.min(...all.map((one) => one.far));
  const found = all.filter((one) => one.far === nearest && nearest <= NEAR);
  return found.length === 1
    ? chosen(found, `puts in something with ${keys.slice(0, 3).join(', ')}`)
    : undefined;
}

/** The only line that writes out an object with all of these keys. */
export function literalLine(sources: ProgramSources, keys: readonly string[]): FoundPlace | undefined {
  if (keys.length < FEWEST_KEYS) return undefined;
  const words = keys.map((key) => `(?=.*(?<![\\w$.])${literalPattern(key)}["']?\\s*[,:}])`).join('');
  const what = `makes one with ${keys.slice(0, 3).join(', ')}`;
  const found = onlyLine(sources, new RegExp(`^${words}.*\\{`), what);
  if (found) return found;
  const open = candidates(sources, /(?:[=(:,[]|\breturn|=>\s*\()\s*\{\s*$/).filter(({ file, row }) => {
    const inner = file.lines.slice(row + 1, row + 1 + MOST_LITERAL);
    const end = inner.findIndex((line) => /^\s*[}\])]/.test(line));
    const text = inner.slice(0, Math.max(0, end)).join('\n');
    return keys.every((key) =>
      new RegExp(`(?:^|,)\\s*["']?${literalPattern(key)}["']?\\s*(?:[,:]|$)`, 'm').test(text),
    );
  });
  return open.length === 1 ? chosen(open, what) : undefined;
}

/** A literal over more lines is not looked into. */
const MOST_LITERAL = 12;

/** The line that waits for a promise of that name, with others or alone. */
export function waitingLine(sources: ProgramSources, promise: string): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(promise)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(promise)}(?![\\w$])`;
  const what = `waits for ${promise}`;
  const ways = [
    `\\.(?:race|any|all|allSettled)\\(.*${name}`,
    `${name}(?:\\(\\))?\\s*\\??\\.(?:then|catch|finally)\\(`,
    `\\bawait\\s+[\\w$.#]*${name}`,
    // One of several in a list over several lines.
    `^\\s*[\\w$.#]*${name}\\s*,\\s*$`,
  ];
  for (const way of ways) {
    const found = candidates(sources, new RegExp(way));
    if (found.length > 0) return chosen(found, what);
  }
  return undefined;
}

/** The line of a function, which begins at `place`, that awaits what is called `awaited`; of a future any. */
export function awaitingLine(
  sources: ProgramSources,
  place: SourcePlace,
  awaited: string,
): SourcePlace | undefined {
  const file = sources.called(place.file);
  const begin = file?.lines.findIndex((line, row) => row >= place.line - 1 && /^\s*async\s+def\b/.test(line));
  if (!file || begin === undefined || begin < 0) return undefined;
  const name = enclosingName(file.lines, begin);
  const call = awaited === '' ? '' : `.*(?<![\\w])${literalPattern(awaited)}\\(`;
  const awaits = new RegExp(`\\b(?:await|async with|async for)\\b${call}`);
  const row = file.lines.findIndex(
    (line, at) => at > begin && looksAt(awaits, line) && enclosingName(file.lines, at) === name,
  );
  return row < 0 ? undefined : { ...place, line: row + 1 };
}

/** The line that puts into a queue, whatever that is called there. */
export function queueingLine(sources: ProgramSources, hints: PutHints = {}): FoundPlace | undefined {
  const found = candidates(sources, /\.(?:put|put_nowait)\(/);
  return found.length === 0 ? undefined : chosen(likeliest(found, hints), 'puts into a queue', found.length);
}

/** The only line of a function, which begins at `place`, that puts something into something. */
export function puttingLineIn(sources: ProgramSources, place: SourcePlace): FoundPlace | undefined {
  const file = sources.called(place.file);
  const begin = file?.lines.findIndex(
    (line, row) => row >= place.line - 1 && /^\s*(async\s+)?def\b/.test(line),
  );
  if (!file || begin === undefined || begin < 0) return undefined;
  const name = enclosingName(file.lines, begin);
  const puts = new RegExp(`[\\w\\])]\\.(?:${VERBS})\\(|\\w\\[[^\\]]+\\]\\s*=(?!=)`);
  const found = file.lines.flatMap((line, row) =>
    row > begin && puts.test(line) && enclosingName(file.lines, row) === name ? [{ file, row }] : [],
  );
  return found.length === 1 ? chosen(found, `puts into something, in ${name ?? 'the function'}`) : undefined;
}

/** The only line that makes an object of a class, by the last of its names that the program calls. */
export function makingLine(sources: ProgramSources, className: string): FoundPlace | undefined {
  if (!/^[\w$]+(\.[\w$]+)*$/.test(className)) return undefined;
  const names = className.split('.').slice(className.includes('.') ? 1 : 0);
  for (const name of names.reverse()) {
    const found = candidates(
      sources,
      new RegExp(`(?<!\\b(?:class|def|function)\\s+)(?<![\\w$])${literalPattern(name)}\\(`),
    );
    if (found.length > 0) return found.length === 1 ? chosen(found, `makes ${name}`) : undefined;
  }
  return undefined;
}

/** The only line that calls a function of that name. */
export function callingLine(sources: ProgramSources, name: string): FoundPlace | undefined {
  return onlyLine(
    sources,
    new RegExp(`(?<!\\b(?:def|function)\\s+)(?<![\\w$.])${literalPattern(name)}\\(`),
    `calls ${name}, which keeps what it is given`,
  );
}

/** The only line that calls a method of what has that name: a collection of a library is filled by no other way. */
export function usingLine(sources: ProgramSources, name: string): FoundPlace | undefined {
  return onlyLine(
    sources,
    new RegExp(`(?<![\\w$.])${literalPattern(name)}\\??\\.\\w+\\(`),
    `calls ${name}, which keeps what it is given`,
  );
}

/** The line that listens for `event` on an emitter of that name. */
export function listeningLine(
  sources: ProgramSources,
  emitter: string,
  event: string,
): FoundPlace | undefined {
  const type = `['"\`]${literalPattern(event)}['"\`]`;
  const listens = '\\??\\.(on|once|addListener|prependListener|prependOnceListener|addEventListener)\\(\\s*';
  return (
    onlyLine(
      sources,
      new RegExp(`(?<![\\w$])${literalPattern(emitter)}${listens}${type}`),
      `listens for ${event} on ${emitter}`,
    ) ?? onlyLine(sources, new RegExp(`${listens}${type}`), `listens for ${event}`)
  );
}

/** The line that sets an attribute to something of its own: the last link of a circle. */
export function linkingLine(
  sources: ProgramSources,
  attribute: string,
  kind: 'attribute' | 'variable' = 'attribute',
): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(attribute)) return undefined;
  const value = '\\s*=(?!=)(?!\\s*(None\\b|null\\b|undefined\\b|\\[|\\{|["\'\\d]))';
  // Of several it is the one that sets itself, and not a parameter of that name.
  const own = new RegExp(`\\.${literalPattern(attribute)}\\s*=\\s*(?:self|this)\\b(?![.\\w])`);
  return (
    onlyLine(sources, own, `sets .${attribute}`) ??
    onlyLine(sources, new RegExp(`\\.${literalPattern(attribute)}${value}`), `sets .${attribute}`) ??
    onlyLine(
      sources,
      new RegExp(
        `^\\s*${kind === 'variable' ? '(?:(?:const|let|var)\\s+)?' : ''}(?:[\\w$]+\\s*,\\s*)*${literalPattern(attribute)}${value}`,
      ),
      `sets ${attribute}`,
    )
  );
}

interface Candidate {
  readonly file: SourceFile;
  readonly row: number;
}

/** A statement of a Python module, in no loop and no function, runs once: it fills nothing. */
const ONCE = /^(?!(?:for|while|with|if|async|lambda|def|class)\b)[A-Za-z_@]/;

/** Lines of the main program; where it has none, of all sources. */
function candidates(sources: ProgramSources, pattern: RegExp): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const file of sources.files()) {
    const python = file.path.endsWith('.py');
    file.lines.forEach((line, row) => {
      if (!looksAt(pattern, line) || /^\s*(#(?!\w)|\/\/|\*)/.test(line)) return;
      if (!(python && ONCE.test(line))) found.push({ file, row });
    });
    if (file.path === sources.main && found.length > 0) break;
  }
  return found;
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

function onlyLine(sources: ProgramSources, pattern: RegExp, what: string): FoundPlace | undefined {
  const found = candidates(sources, pattern);
  return found.length === 1 ? chosen(found, what) : undefined;
}

/** `of`: lines that fit by their text, before others were left out. */
function chosen(found: readonly Candidate[], what: string, of = found.length): FoundPlace | undefined {
  if (found.length > MOST_CANDIDATES) return undefined;
  const [{ file, row }, ...others] = found;
  const name = enclosingName(file.lines, row);
  const rest = others.map((other) => `${basename(other.file.path)}:${other.row + 1}`).join(', ');
  return {
    file: file.path,
    line: row + 1,
    ...(name !== undefined && { function: name }),
    how:
      others.length === 0 && of > 1
        ? `of ${of} lines of which each ${what} the one that fits its class, what is put in or where that was allocated`
        : others.length === 0
          ? `the only line of ${basename(file.path)} that ${what}, found by its text`
          : `the first of ${found.length} lines that would fit (it ${what}), found by their text; also ${rest}`,
  };
}
