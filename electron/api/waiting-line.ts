import type { FoundPlace } from '../../shared/findings/evidence.js';
import type { SourcePlace } from '../../shared/model/finding.js';
import { enclosingName } from './enclosing-name.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources } from './program-sources.js';
import { candidates, chosen, looksAt } from './source-lines.js';

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
