import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename, extname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source file larger than this is a bundle, and its lines say nothing. */
const MOST_BYTES = 1_000_000;
const MOST_FILES = 100;
const MOST_IN_ALL = 10_000_000;
const SOURCES = new Set(['.py', '.js', '.mjs', '.cjs', '.ts', '.mts', '.jsx', '.tsx', '.html']);

/** Longer lines are not looked at. */
export const MOST_LINE = 1000;

export interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** The sources of a target that are on this disk, the main program first. Files are read once, and only when asked for. */
export class ProgramSources {
  readonly #names: readonly string[];
  readonly #read = new Map<string, SourceFile | undefined>();
  #bytes = 0;

  /** `named`: files that the heap names; relative names are read against `cwd`. */
  constructor(command: string, cwd: string | undefined, named: readonly string[] = []) {
    const main = mainProgram(command, cwd);
    const all = [...(main === undefined ? [] : [main]), ...named.map((name) => pathOf(name, cwd))];
    this.#names = [...new Set(all.filter((name) => name !== undefined))].slice(0, MOST_FILES);
  }

  get main(): string | undefined {
    return this.#names[0];
  }

  /** Undefined where it is not there, no source, or too large. */
  file(path: string): SourceFile | undefined {
    if (this.#read.has(path)) return this.#read.get(path);
    const text = SOURCES.has(extname(path)) && this.#bytes < MOST_IN_ALL ? textOf(path) : undefined;
    this.#bytes += text?.length ?? 0;
    const file = text === undefined ? undefined : { path, lines: text.split('\n') };
    this.#read.set(path, file);
    return file;
  }

  /** The file that the heap or a frame calls so: by its whole name, else the only one that ends in it. */
  called(name: string): SourceFile | undefined {
    const path = pathOf(name, undefined);
    if (path !== undefined && isAbsolute(path)) return this.file(path);
    const named = this.#names.filter((one) => basename(one) === name);
    return named.length === 1 ? this.file(named[0]) : undefined;
  }

  *files(): Generator<SourceFile> {
    for (const name of this.#names) {
      const file = this.file(name);
      if (file) yield file;
    }
  }
}

/** The first argument that is a program's file. */
function mainProgram(command: string, cwd: string | undefined): string | undefined {
  const [, ...words] = command.split(/[\0\s]+/);
  const word = words.find((one) => !one.startsWith('-') && SOURCES.has(extname(one)));
  return word === undefined ? undefined : pathOf(word, cwd);
}

function pathOf(name: string, cwd: string | undefined): string | undefined {
  if (name.includes('\0')) return undefined;
  if (name.startsWith('file://')) {
    try {
      return fileURLToPath(name);
    } catch {
      return undefined;
    }
  }
  if (isAbsolute(name)) return name;
  return cwd === undefined || /^\w+:/.test(name) ? undefined : resolve(cwd, name);
}

function textOf(file: string): string | undefined {
  let handle: number | undefined;
  try {
    // A name from a target may be a pipe: do not wait for one.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(handle, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
