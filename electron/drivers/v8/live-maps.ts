import type { ScriptMap } from '../../../shared/import/source-map/source-map-places.js';
import type { Inspection } from '../inspection.js';
import type { DevtoolsLink } from './devtools-link.js';
import { inlineMap, LONGEST_MAP } from './script-maps.js';

/** Maps of scripts that are no files: made from text, or come over the network. By the names of the scripts. */
export type LiveMaps = (files: readonly string[]) => Promise<ReadonlyMap<string, ScriptMap>>;

const LIMIT = 20_000;
const FETCH_LIMIT = 10_000;
/** Of all maps of one question. */
const FETCH_ALL_LIMIT = 25_000;
/** Of one page. */
const MOST_FETCHED = 50;
/** Characters of all maps of one question. */
const MOST_IN_ALL = 128 << 20;

/**
 * Asks the target what its scripts say of their maps. One inside the script is taken as it is; one elsewhere is fetched by
 * the page itself, from the page's own origin alone and without its credentials. `page` is the link where there is a page.
 */
export function liveMaps(inspection: Inspection, page?: () => DevtoolsLink): LiveMaps {
  return async (files) => {
    const wanted = new Set(files);
    const found = new Map<string, ScriptMap>();
    const remote: (readonly [file: string, url: URL])[] = [];
    let characters = 0;
    for (const { url, sourceMapUrl } of await inspection.scripts(AbortSignal.timeout(LIMIT))) {
      if (sourceMapUrl === undefined || !wanted.has(url) || found.has(url)) continue;
      characters += sourceMapUrl.length;
      if (characters > MOST_IN_ALL) break;
      const inline = safely(() => inlineMap(sourceMapUrl, url));
      if (inline) found.set(url, inline);
      else if (/^https?:/.test(url) && URL.canParse(sourceMapUrl, url))
        remote.push([url, new URL(sourceMapUrl, url)]);
    }
    if (page && remote.length > 0) {
      // A page that does not answer in time takes nothing of what was found.
      const maps = await fetched(page(), remote, MOST_IN_ALL - characters).catch(() => []);
      for (const [file, map] of maps) found.set(file, map);
    }
    return found;
  };
}

async function fetched(
  link: DevtoolsLink,
  remote: readonly (readonly [file: string, url: URL])[],
  most: number,
): Promise<readonly (readonly [file: string, map: ScriptMap])[]> {
  const found: (readonly [file: string, map: ScriptMap])[] = [];
  const until = performance.now() + FETCH_ALL_LIMIT;
  let left = most;
  const { frameTree } = await link.send<{ frameTree: { frame: { id: string; url: string } } }>(
    'Page.getFrameTree',
    {},
    { limit: FETCH_LIMIT },
  );
  const { id, url } = frameTree.frame;
  const own = URL.canParse(url) ? new URL(url).origin : 'null';
  for (const [file, map] of remote.slice(0, MOST_FETCHED)) {
    if (map.origin !== own) continue;
    if (performance.now() > until || left <= 0) break;
    const text = await throughPage(link, id, map.href).catch(() => undefined);
    if (text === undefined || text.length > left) continue;
    left -= text.length;
    found.push([file, { text, url: map.href }]);
  }
  return found;
}

interface Loaded {
  readonly resource: { readonly success: boolean; readonly stream?: string };
}

interface Piece {
  readonly base64Encoded?: boolean;
  readonly data: string;
  readonly eof: boolean;
}

async function throughPage(link: DevtoolsLink, frameId: string, url: string): Promise<string | undefined> {
  const quick = { limit: FETCH_LIMIT };
  const options = { disableCache: false, includeCredentials: false };
  const { resource } = await link.send<Loaded>(
    'Network.loadNetworkResource',
    { frameId, url, options },
    quick,
  );
  const { stream: handle } = resource;
  if (handle === undefined) return undefined;
  try {
    const parts: Buffer[] = [];
    let size = 0;
    const until = performance.now() + FETCH_LIMIT;
    while (performance.now() < until) {
      const { data, eof, base64Encoded } = await link.send<Piece>(
        'IO.read',
        { handle, size: 1 << 20 },
        quick,
      );
      const bytes = Buffer.from(data, base64Encoded ? 'base64' : 'utf8');
      size += bytes.length;
      if (size > LONGEST_MAP) return undefined;
      parts.push(bytes);
      if (eof) return resource.success ? Buffer.concat(parts).toString() : undefined;
    }
    return undefined;
  } finally {
    await link.send('IO.close', { handle }, quick).catch(() => undefined);
  }
}

/** What a script says of its map may be anything. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
