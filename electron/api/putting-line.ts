import { basename } from 'node:path';
import type { FoundPlace } from '../../shared/findings/evidence.js';
import { enclosingName } from './enclosing-name.js';
import { MOST_LINE, type ProgramSources, type SourceFile } from './program-sources.js';

/** The one line that puts into a container of that name. Undefined where none or more than one would fit. */
export function puttingLine(sources: ProgramSources, container: string): FoundPlace | undefined {
  if (!/^[\w$]+$/.test(container)) return undefined;
  const name = escaped(container);
  const puts = new RegExp(
    `(?<![\\w$])${name}["']?\\]?\\s*(\\??\\.(append|appendleft|add|set|push|unshift|insert|extend|setdefault|update|put|put_nowait)\\(|\\[[^\\]]+\\]\\s*=(?!=)|\\s*\\+=)`,
  );
  return onlyLine(sources, puts, `puts into something named ${container}`);
}

/** The line that listens for `event` on an emitter of that name. */
export function listeningLine(
  sources: ProgramSources,
  emitter: string,
  event: string,
): FoundPlace | undefined {
  const type = `['"\`]${escaped(event)}['"\`]`;
  const listens = '\\??\\.(on|addListener|prependListener|addEventListener)\\(\\s*';
  return (
    onlyLine(
      sources,
      new RegExp(`(?<![\\w$])${escaped(emitter)}${listens}${type}`),
      `listens for ${event} on ${emitter}`,
    ) ?? onlyLine(sources, new RegExp(`${listens}${type}`), `listens for ${event}`)
  );
}

/** The line that sets an attribute to something of its own: the last link of a circle. */
export function linkingLine(sources: ProgramSources, attribute: string): FoundPlace | undefined {
  if (!/^\w+$/.test(attribute)) return undefined;
  const links = new RegExp(`\\.${attribute}\\s*=(?!=)(?!\\s*(None\\b|\\[|\\{|["'\\d]))`);
  return onlyLine(sources, links, `sets .${attribute}`);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The only line of the main program; where it has none, the only line of all sources. */
function onlyLine(sources: ProgramSources, pattern: RegExp, what: string): FoundPlace | undefined {
  const found: { file: SourceFile; row: number }[] = [];
  for (const file of sources.files()) {
    file.lines.forEach((line, row) => {
      if (line.length <= MOST_LINE && !/^\s*(#|\/\/|\*)/.test(line) && pattern.test(line))
        found.push({ file, row });
    });
    if (file.path === sources.main && found.length > 0) break;
  }
  if (found.length !== 1) return undefined;
  const [{ file, row }] = found;
  const name = enclosingName(file.lines, row);
  return {
    file: file.path,
    line: row + 1,
    ...(name !== undefined && { function: name }),
    how: `the only line of ${basename(file.path)} that ${what}, found by its text`,
  };
}
