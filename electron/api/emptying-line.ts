import { enclosingName } from './enclosing-name.js';
import { literalPattern } from './literal-pattern.js';
import { MOST_LINE, type ProgramSources } from './program-sources.js';
import { blockAfter } from './size-guard.js';

/** A function of the program empties it, and a line that compares an amount calls that. */
export interface EmptyingLine {
  /** Where it is compared. */
  readonly line: number;
  readonly calls: string;
}

/** Where an object is made everything in it is empty. */
const MAKES = /^(constructor|__init__|__new__|__post_init__|setUp|reset)$/;
const EMPTY = '(?:\\[\\s*\\]|\\{\\s*\\}|(?:new\\s+)?[\\w.]+\\(\\s*\\))\\s*;?\\s*$';
/** Equality is no such line: an amount can skip it. Nor is an arrow. */
const COMPARES = /^\s*(?:\}?\s*else\s+)?(?:if|elif|while)\b[^=]*?[\w)\]]\s*(?:>=?|<=?)\s*[\w$(.]/;

/** A collection that is written away when an amount of any kind is reached, other than its own size: `sizeGuard` knows those. */
export function emptyingLine(sources: ProgramSources, container: string): EmptyingLine | undefined {
  if (!/^#?[\w$]+$/.test(container)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(container)}`;
  const empties = new RegExp(
    `${name}(?:\\s*=\\s*${EMPTY}|\\.clear\\(\\s*\\)|\\.splice\\(\\s*0\\s*\\)|\\.length\\s*=\\s*0)`,
  );
  for (const { lines } of sources.files()) {
    const emptiers = new Set(
      lines.flatMap((line, row) => {
        if (line.length > MOST_LINE || !empties.test(line)) return [];
        const within = enclosingName(lines, row)?.split('.').at(-1);
        return within === undefined || MAKES.test(within) || within === container ? [] : [within];
      }),
    );
    for (const calls of emptiers) {
      const called = new RegExp(`(?<![\\w$#])${literalPattern(calls)}\\(`);
      const row = lines.findIndex(
        (line, at) =>
          line.length <= MOST_LINE &&
          COMPARES.test(line) &&
          called.test([line, ...blockAfter(lines, at)].join('\n')),
      );
      if (row >= 0) return { line: row + 1, calls };
    }
  }
  return undefined;
}
