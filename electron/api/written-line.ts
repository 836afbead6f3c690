import type { FoundPlace } from '../../shared/findings/evidence.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources } from './program-sources.js';
import { PUTS_IN } from './putting-line.js';
import { type Candidate, candidates, chosen, onlyLine } from './source-lines.js';

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
  const all = candidates(sources, new RegExp(`\\.(?:${PUTS_IN})\\(|\\]\\s*=(?!=)`)).map((one) => ({
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

/** The only line that makes an object of a class, by the last of its names that the program calls. */
export function makingLine(sources: ProgramSources, className: string): FoundPlace | undefined {
  if (!/^[\w$]+(\.[\w$]+)*$/.test(className)) return undefined;
  const names = className.split('.').slice(className.includes('.') ? 1 : 0);
  for (const name of names.reverse()) {
    const found = candidates(
      sources,
      new RegExp(`(?<!\\b(?:class|def|function)\\s+)(?<![\\w$])(?:${MAKERS})?${literalPattern(name)}\\(`),
    );
    if (found.length > 0) return found.length === 1 ? chosen(found, `makes ${name}`) : undefined;
  }
  return undefined;
}

/** `getLogger` makes a Logger. */
const MAKERS = '(?:get|make|create|build|new|open)_?';

/** A thing that is put in is written out near its line. */
const NEAR = 6;
/** One name alone is everywhere. */
const FEWEST_KEYS = 2;
