import type { ScriptMap } from '../../../shared/import/source-map/source-map-places.js';
import type { Inspection } from '../inspection.js';
import type { DevtoolsLink } from './devtools-link.js';
import { OWN_SCRIPT } from './own-frames.js';
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
 * the page itself, from the page's own origin alone, without its credentials, and wherever else that origin sends us not at all. `page` is the link where there is a page.
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
  const near = remote.filter(([, map]) => map.origin === own).slice(0, MOST_FETCHED);
  if (near.length === 0) return found;
  // A world of its own has built-ins that the page cannot have changed. It goes with the page.
  const { executionContextId: world } = await link.send<{ readonly executionContextId: number }>(
    'Page.createIsolatedWorld',
    { frameId: id, worldName: 'leakscope' },
    { limit: FETCH_LIMIT },
  );
  for (const [file, map] of near) {
    if (performance.now() > until || left <= 0) break;
    const text = await throughPage(link, world, map.href).catch(() => undefined);
    if (text === undefined || text.length > left) continue;
    left -= text.length;
    found.push([file, { text, url: map.href }]);
  }
  return found;
}

/**
 * Fetched by the page's own renderer, where the page's scripts see nothing of it but an entry among its resources' timings.
 * A server that redirects is not followed: it could send us to any place.
 */
async function throughPage(link: DevtoolsLink, world: number, url: string): Promise<string | undefined> {
  const answer = await link.send<{ readonly result: { readonly value?: unknown } }>(
    'Runtime.evaluate',
    {
      ...{
        expression: fetching(url),
        contextId: world,
        awaitPromise: true,
        returnByValue: true,
        silent: true,
      },
    },
    { limit: FETCH_LIMIT + 2000 },
  );
  const { value } = answer.result;
  return typeof value === 'string' ? value : undefined;
}

/** Ends by itself when it takes too long, or is too much. */
const fetching = (url: string): string => `(async (url, most, limit) => {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), limit);
  try {
    const response = await fetch(url, {
      redirect: 'error', credentials: 'omit', mode: 'same-origin', signal: giveUp.signal });
    if (!response.ok) return undefined;
    const reader = response.body.getReader(), decoder = new TextDecoder();
    let text = '', size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.length;
      if (size > most) return giveUp.abort(), undefined;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
})(${JSON.stringify(url)}, ${LONGEST_MAP}, ${FETCH_LIMIT})
//# sourceURL=${OWN_SCRIPT}`;

/** What a script says of its map may be anything. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
