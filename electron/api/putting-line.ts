import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { FoundPlace } from '../../shared/findings/evidence.js';

/** A source file larger than this is a bundle, and its lines say nothing. */
const MOST_BYTES = 1_000_000;
const MOST_LINE = 1000;

/**
 * The one line of the target's main program that puts into a container of that name. Undefined where the
 * program is not on this disk by an absolute path, or where no line or more than one would fit.
 */
export function puttingLine(command: string, container: string): FoundPlace | undefined {
  const file = mainProgram(command);
  const lines = file === undefined ? undefined : linesOf(file);
  if (file === undefined || !lines || !/^[\w$]+$/.test(container)) return undefined;
  const name = container.replace(/\$/g, '\\$');
  const puts = new RegExp(
    `(?<![\\w$])${name}["']?\\]?\\s*(\\.(append|appendleft|add|set|push|unshift|insert|extend|setdefault)\\(|\\[[^\\]]+\\]\\s*=(?!=))`,
  );
  const found = lines.flatMap((line, row) => (line.length <= MOST_LINE && puts.test(line) ? [row] : []));
  if (found.length !== 1) return undefined;
  const [row] = found;
  return {
    file,
    line: row + 1,
    function: functionAbove(lines, row),
    how: `the only line of ${basename(file)} that puts into something named ${container}, found by its text`,
  };
}

/** The first argument that is a program's file. */
function mainProgram(command: string): string | undefined {
  return command.split(/[\0\s]+/).find((word) => isAbsolute(word) && /\.(py|[cm]?js)$/.test(word));
}

function linesOf(file: string): readonly string[] | undefined {
  let handle: number | undefined;
  try {
    // A name from a target may be a pipe: do not wait for one.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(handle, 'utf8').split('\n') : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** The nearest definition at or above the line that is indented less, or stands on it. */
function functionAbove(lines: readonly string[], row: number): string | undefined {
  const indent = (line: string): number => line.length - line.trimStart().length;
  for (let at = row; at >= 0; at--) {
    const line = lines[at];
    if (line.length > MOST_LINE) return undefined;
    const name = /^\s*(?:async\s+)?(?:def|(?:export\s+)?function)\s+([\w$]+)/.exec(line)?.[1];
    if (name && (at === row || indent(line) < indent(lines[row]))) return name;
  }
  return undefined;
}
