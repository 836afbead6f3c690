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
  if (!/^[\w$]+$/.test(container)) return undefined;
  const name = container.replace(/\$/g, '\\$');
  const puts = new RegExp(
    `(?<![\\w$])${name}["']?\\]?\\s*(\\.(append|appendleft|add|set|push|unshift|insert|extend|setdefault)\\(|\\[[^\\]]+\\]\\s*=(?!=))`,
  );
  return onlyLine(command, puts, `puts into something named ${container}`);
}

/** The line that listens for `event` on an emitter of that name. */
export function listeningLine(command: string, emitter: string, event: string): FoundPlace | undefined {
  if (!/^[\w$]+$/.test(emitter) || !/^[\w$]+$/.test(event)) return undefined;
  const [name, type] = [emitter, event].map((text) => text.replace(/\$/g, '\\$'));
  const listens = new RegExp(
    `(?<![\\w$])${name}\\.(on|addListener|prependListener)\\(\\s*['"\`]${type}['"\`]`,
  );
  return onlyLine(command, listens, `listens for ${event} on ${emitter}`);
}

/** The line that starts timers; one at the outermost level runs once and starts one. */
export function timerLine(command: string): FoundPlace | undefined {
  return onlyLine(command, /^\s+.*\bset(Interval|Timeout)\(/, 'starts a timer inside a function');
}

/** The line that defines a Python function. */
export function definitionLine(command: string, name: string): FoundPlace | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  return onlyLine(command, new RegExp(`^\\s*(async\\s+)?def\\s+${name}\\(`), `defines ${name}`);
}

/** A frame's file has no folder: the main program's, when it has that name. */
export function frameFile(command: string, name: string): string {
  const file = mainProgram(command);
  return file !== undefined && basename(file) === name ? file : name;
}

function onlyLine(command: string, pattern: RegExp, what: string): FoundPlace | undefined {
  const file = mainProgram(command);
  const lines = file === undefined ? undefined : linesOf(file);
  if (file === undefined || !lines) return undefined;
  const found = lines.flatMap((line, row) => (line.length <= MOST_LINE && pattern.test(line) ? [row] : []));
  if (found.length !== 1) return undefined;
  const [row] = found;
  return {
    file,
    line: row + 1,
    function: functionAbove(lines, row),
    how: `the only line of ${basename(file)} that ${what}, found by its text`,
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

/** The definition whose block the line stands in, by indentation, or that stands on it. */
function functionAbove(lines: readonly string[], row: number): string | undefined {
  const indent = (line: string): number => line.length - line.trimStart().length;
  let within = indent(lines[row]);
  for (let at = row; at >= 0; at--) {
    const line = lines[at];
    if (line.length > MOST_LINE) return undefined;
    const name = /^\s*(?:async\s+)?(?:def|(?:export\s+)?function)\s+([\w$]+)/.exec(line)?.[1];
    if (name && (at === row || indent(line) < within)) return name;
    if (line.trim() !== '') within = Math.min(within, indent(line));
  }
  return undefined;
}
