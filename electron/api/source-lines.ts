import { basename } from 'node:path';
import type { FoundPlace } from '../../shared/findings/evidence.js';
import { enclosingName } from './enclosing-name.js';
import { MOST_LINE, type ProgramSources, type SourceFile } from './program-sources.js';

export interface Candidate {
  readonly file: SourceFile;
  readonly row: number;
}

/** Lines of the main program; where it has none, of all sources. */
export function candidates(sources: ProgramSources, pattern: RegExp): readonly Candidate[] {
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

/** In a line of megabytes some of the patterns here would be looked for for hours. */
export const looksAt = (pattern: RegExp, line: string): boolean =>
  line.length <= MOST_LINE && pattern.test(line);

export function onlyLine(sources: ProgramSources, pattern: RegExp, what: string): FoundPlace | undefined {
  const found = candidates(sources, pattern);
  return found.length === 1 ? chosen(found, what) : undefined;
}

/** `of`: lines that fit by their text, before others were left out. */
export function chosen(found: readonly Candidate[], what: string, of = found.length): FoundPlace | undefined {
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

/** Where two lines fit, both are named; of more none is. */
const MOST_CANDIDATES = 4;

/** A statement of a Python module, in no loop and no function, runs once: it fills nothing. */
const ONCE = /^(?!(?:for|while|with|if|async|lambda|def|class)\b)[A-Za-z_@]/;
