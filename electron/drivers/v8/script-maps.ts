import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ScriptMap, sourceMapPlaces } from '../../../shared/import/source-map/source-map-places.js';
import type { OriginalPlaces } from '../../../shared/model/original-places.js';
import type { LiveMaps } from './live-maps.js';

/** Bytes of a script or its map. */
export const LONGEST_MAP = 48 << 20;
const MOST_SCRIPTS = 2000;
/** Characters of all maps of a program: they stay in our memory for as long as it is attached to. */
const MOST_IN_ALL = 256 << 20;

/**
 * Source maps of a program's scripts. Those of files are read from the files, and nothing is asked of the program; `live`
 * knows the others. Each is looked at once; one that is not there, too long or no map tells nothing. `root` is what the
 * program calls `/`; absent where its files are out of reach.
 */
export class ScriptMaps {
  readonly #maps = new Map<string, ScriptMap>();
  readonly #seen = new Set<string>();
  #characters = 0;

  constructor(
    private readonly root: string | undefined,
    private readonly live?: LiveMaps,
    private readonly most = MOST_IN_ALL,
  ) {}

  async placesFor(files: Iterable<string>): Promise<OriginalPlaces> {
    await this.#look(files);
    return sourceMapPlaces(this.#maps);
  }

  /** The maps of these scripts, those that have one. */
  async mapsFor(files: Iterable<string>): Promise<ReadonlyMap<string, ScriptMap>> {
    const asked = [...files];
    await this.#look(asked);
    const found = asked.flatMap((file) => {
      const map = this.#maps.get(file);
      return map ? [[file, map] as const] : [];
    });
    return new Map(found);
  }

  async #look(files: Iterable<string>): Promise<void> {
    const elsewhere: string[] = [];
    for (const file of files) {
      if (this.#seen.has(file) || this.#seen.size >= MOST_SCRIPTS) continue;
      this.#seen.add(file);
      if (this.root === undefined || pathOf(file) === undefined) elsewhere.push(file);
      else {
        const map = await this.#mapOf(file).catch(() => undefined);
        if (map) this.#keep(file, map);
      }
    }
    const named = elsewhere.filter((file) => SCRIPT.test(file));
    if (named.length === 0 || !this.live) return;
    const found = await this.live(named).catch(() => new Map<string, ScriptMap>());
    for (const [file, map] of found) this.#keep(file, map);
  }

  #keep(file: string, map: ScriptMap): void {
    if (!isMap(map.text) || this.#characters + map.text.length > this.most) return;
    this.#characters += map.text.length;
    this.#maps.set(file, map);
  }

  async #mapOf(file: string): Promise<ScriptMap | undefined> {
    const path = pathOf(file);
    if (path === undefined) return undefined;
    const said = mapNameIn((await this.#read(path)) ?? '');
    if (said === undefined) return undefined;
    const script = pathToFileURL(path).href;
    const inline = inlineMap(said, script);
    if (inline) return inline;
    if (!URL.canParse(said, script)) return undefined;
    const url = new URL(said, script);
    const text = url.protocol === 'file:' ? await this.#read(fileURLToPath(url)) : undefined;
    return text === undefined ? undefined : { text, url: url.href };
  }

  /** The name comes from the program: what is no plain file is not read, and nothing waits for a pipe. */
  async #read(path: string): Promise<string | undefined> {
    const file = await open(`${this.root ?? ''}${path}`, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      return status.isFile() && status.size <= LONGEST_MAP ? await file.readFile('utf8') : undefined;
    } finally {
      await file.close();
    }
  }
}

/** What a bundler or a server calls its scripts: the engine's own, and code of no name, have no maps. */
const SCRIPT = /^[a-z][a-z0-9+.-]*:\/\/|\.[cm]?[jt]sx?$/i;

/** What a script names as its map may be any file: only what looks like one is looked into, and kept. */
const isMap = (text: string): boolean => /^(\)\]\}'[^\n]*\n)?\s*\{/.test(text) && text.includes('"mappings"');

/** Places by maps that were kept; each is asked for when its script is. */
export const placesByKept = (mapOf: (file: string) => ScriptMap | undefined): OriginalPlaces =>
  sourceMapPlaces({ get: mapOf });

/** The map that a script carries in itself, as a `data:` address; `url` is the script's. */
export function inlineMap(said: string, url: string): ScriptMap | undefined {
  const head = /^data:application\/json[^,]{0,200}?(;base64)?,/.exec(said);
  if (!head) return undefined;
  const data = said.slice(head[0].length);
  return { text: head[1] ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data), url };
}

function pathOf(file: string): string | undefined {
  if (file.startsWith('/')) return file;
  if (!file.startsWith('file://')) return undefined;
  try {
    return fileURLToPath(file);
  } catch {
    return undefined;
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
