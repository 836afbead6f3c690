import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ScriptMap, sourceMapPlaces } from '../../../shared/import/source-map/source-map-places.js';
import type { OriginalPlaces } from '../../../shared/model/original-places.js';

/** Bytes of a script or its map. */
const LONGEST = 48 << 20;
const MOST_SCRIPTS = 2000;

/**
 * Source maps of a program's scripts, read from its files: nothing is asked of the program. Each file is looked at once;
 * one that is not there, too long or no map tells nothing. `root` is what the program calls `/`.
 */
export class ScriptMaps {
  readonly #maps = new Map<string, ScriptMap>();
  readonly #seen = new Set<string>();

  constructor(private readonly root = '') {}

  async placesFor(files: Iterable<string>): Promise<OriginalPlaces> {
    for (const file of files) {
      if (this.#seen.has(file) || this.#seen.size >= MOST_SCRIPTS) continue;
      this.#seen.add(file);
      const map = await this.#mapOf(file).catch(() => undefined);
      if (map) this.#maps.set(file, map);
    }
    return sourceMapPlaces(this.#maps);
  }

  async #mapOf(file: string): Promise<ScriptMap | undefined> {
    const path = file.startsWith('file://') ? fileURLToPath(file) : file.startsWith('/') ? file : undefined;
    if (path === undefined) return undefined;
    const said = mapNameIn((await this.#read(path)) ?? '');
    if (said === undefined) return undefined;
    const script = pathToFileURL(path).href;
    const inline = /^data:application\/json[^,]*?(;base64)?,/.exec(said);
    if (inline) {
      const data = said.slice(inline[0].length);
      const text = inline[1] ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data);
      return { text, url: script };
    }
    if (!URL.canParse(said, script)) return undefined;
    const url = new URL(said, script);
    const text = url.protocol === 'file:' ? await this.#read(fileURLToPath(url)) : undefined;
    return text === undefined ? undefined : { text, url: url.href };
  }

  /** The name comes from the program: what is no plain file is not read, and nothing waits for a pipe. */
  async #read(path: string): Promise<string | undefined> {
    const file = await open(this.root + path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      return status.isFile() && status.size <= LONGEST ? await file.readFile('utf8') : undefined;
    } finally {
      await file.close();
    }
  }
}

/** The last one counts: text of the program may hold others. */
function mapNameIn(script: string): string | undefined {
  const at = Math.max(
    script.lastIndexOf('//# sourceMappingURL='),
    script.lastIndexOf('//@ sourceMappingURL='),
  );
  return at < 0 ? undefined : /^\S+/.exec(script.slice(at + '//# sourceMappingURL='.length))?.[0];
}
