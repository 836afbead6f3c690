import { literalPattern } from './literal-pattern.js';
import { MOST_LINE, type ProgramSources } from './program-sources.js';
import { indentOf, valueNamed } from './size-guard.js';

/** A loop that ends, in what a program does once when it starts. */
export interface EndingLoop {
  readonly file: string;
  readonly line: number;
  readonly rounds: number;
  /** A round may put in more than one. */
  readonly several: boolean;
}

const COUNTED =
  /^\s*for\s*\(\s*(?:let|var)\s+[\w$]+\s*=\s*\d+\s*;\s*[\w$]+\s*<=?\s*(?<js>[\w$.]+)\s*;|^\s*for\s+\w+\s+in\s+range\(\s*(?:\d+\s*,\s*)?(?<py>[\w.]+)\s*\)\s*:/;
/** Over what has an end, as far as its text shows. */
const EACH = /^\s*for\s*\(\s*(?:const|let|var)\s.*\sof\s|^\s*for\s.*\sin\s/;
const NO_END = /\b(?:count|cycle|iter|stdin|stream|socket|messages|queue)\b/;
const ONLY_WHEN = /^\s*(?:\}\s*)?(?:if|elif|else|try|finally|with)\b/;
/** Not a method: who calls it, and how often, its text does not show. */
const FUNCTION = /^(?:export\s+)?(?:async\s+)?(?:function\s+|def\s+)(?<name>[\w$]+)\s*\(/;

/**
 * The loop of known length around a line, where that is run once: at the top of the program, or in a function that the top calls in one
 * place. A line in a function that others call is not in sight: how a loop drives the code under test says nothing of that.
 */
export function endingLoop(
  sources: ProgramSources,
  { file: path, line }: { readonly file: string; readonly line: number },
): EndingLoop | undefined {
  const lines = sources.file(path)?.lines;
  if (!lines || lines.slice(0, line).some((text) => text.length > MOST_LINE)) return undefined;
  let found: EndingLoop | undefined;
  let several = EACH.test(lines[line - 1] ?? '');
  let within = lines[line - 1] === undefined ? 0 : indentOf(lines[line - 1]);
  for (let row = line - 2; row >= 0 && within > 0; row--) {
    const text = lines[row];
    if (text.trim() === '' || indentOf(text) >= within) continue;
    within = indentOf(text);
    const counted = COUNTED.exec(text)?.groups;
    const name = FUNCTION.exec(text)?.groups?.['name'];
    if (counted) {
      const rounds = valueNamed(lines, row, counted['js'] ?? counted['py'] ?? '');
      if (rounds === undefined) return undefined;
      found = { file: path, line: row + 1, rounds: rounds * (found?.rounds ?? 1), several };
    } else if (EACH.test(text) && !NO_END.test(text)) several = true;
    else if (name !== undefined) return found && calledOnce(lines, name) ? { ...found, several } : undefined;
    else if (!ONLY_WHEN.test(text)) return undefined;
  }
  return found && { ...found, several };
}

function calledOnce(lines: readonly string[], name: string): boolean {
  const called = new RegExp(`(?<![\\w$])${literalPattern(name)}(?![\\w$])`, 'g');
  const calls = lines.flatMap((text, row) =>
    FUNCTION.exec(text)?.groups?.['name'] === name ? [] : [...text.matchAll(called)].map(() => row),
  );
  const [row] = calls;
  const plainly = new RegExp(`^\\s*(?:await\\s+|asyncio\\.run\\()?${literalPattern(name)}\\(`);
  if (calls.length !== 1 || lines[row].length > MOST_LINE || !plainly.test(lines[row])) return false;
  return indentOf(lines[row]) === 0 || /^if __name__\b/.test(lines[row - 1] ?? '');
}
