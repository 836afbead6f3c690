import type { FoundPlace, TracedStack } from '../../shared/findings/evidence.js';
import { isLibrary } from '../../shared/findings/heap/python-place.js';
import type { SourcePlace } from '../../shared/model/finding.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources } from './program-sources.js';

/** The program's own innermost line on the stack that allocated most through the library that holds it; else that of the library. */
export function tracedPlace(
  library: FoundPlace | undefined,
  sources: ProgramSources,
  traced: readonly TracedStack[],
): FoundPlace | undefined {
  const folder = library && packageOf(library.file);
  if (!library || folder === undefined) return library;
  const stacks = traced.flatMap(({ frames, lines }) => {
    const at = frames.findIndex(({ file, line }) => line > 0 && !isLibrary(file) && sources.called(file));
    const through = at >= 0 && frames.some(({ file }) => packageOf(file) === folder);
    return through ? [{ own: frames[at], calls: frames[at - 1]?.function, lines }] : [];
  });
  const [first] = stacks;
  if (!first) return library;
  const { own } = first;
  if (first.lines === 'call')
    return { ...own, how: 'the innermost line of the program on the stack that allocated most of it' };
  const same = stacks.filter((one) => one.own.file === own.file && one.own.line === own.line);
  for (const { calls } of same) {
    const line = calls === undefined ? undefined : callWithin(own, calls, sources);
    if (line !== undefined)
      return { ...own, line, how: `the call of ${calls} in the function that allocated most of it` };
  }
  return { ...own, how: 'where the innermost function of the program begins that allocated most of it' };
}

/** The one line of a function, known by where it begins, that calls another of that name. */
function callWithin(
  { file, line: begin }: SourcePlace,
  name: string,
  sources: ProgramSources,
): number | undefined {
  const lines = sources.called(file)?.lines ?? [];
  const indent = (row: number): number => lines[row].length - lines[row].trimStart().length;
  const calls = new RegExp(`(?<![\\w$])${literalPattern(name.split('.').at(-1) ?? name)}\\s*\\(`);
  const found: number[] = [];
  for (let row = begin; row < lines.length; row++) {
    if (lines[row].trim() !== '' && indent(row) <= indent(begin - 1)) break;
    if (calls.test(lines[row])) found.push(row + 1);
  }
  return found.length === 1 ? found[0] : undefined;
}

const packageOf = (file: string): string | undefined =>
  /[\\/](?:node_modules|site-packages|dist-packages)[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1];
