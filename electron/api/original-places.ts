import { zstdDecompressSync } from 'node:zlib';
import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { WrittenAt } from '../../shared/model/snapshot-rows.js';
import type { SourceMapText } from '../drivers/driver.js';
import { placesByKept } from '../drivers/v8/script-maps.js';
import type { Entry } from './session-entry.js';

const known = new WeakMap<Entry, { readonly count: number; readonly places: OriginalPlaces }>();

/** A larger map is not unpacked: the file says how large they are, and may lie. */
const LONGEST = 64 << 20;

/** Places by the source maps that a session keeps; of two for one script the later counts. */
export function originalPlaces(entry: Entry): OriginalPlaces {
  const artifacts = entry.artifacts({ kind: 'source-map' });
  const before = known.get(entry);
  if (before?.count === artifacts.length) return before.places;
  const ids = new Map<string, { readonly id: number; readonly url: string }>();
  for (const { id, meta } of artifacts) {
    const { file, url } = (meta ?? {}) as { file?: unknown; url?: unknown };
    if (typeof file === 'string') ids.set(file, { id, url: typeof url === 'string' ? url : file });
  }
  const places = placesByKept((file) => unpacked(entry, ids.get(file)));
  known.set(entry, { count: artifacts.length, places });
  return places;
}

/** The same place where a person wrote it; as it is where no map tells. */
export function original<Place extends WrittenAt>(place: Place, places: OriginalPlaces): Place {
  const found = places.of(place.file, place.line, place.column);
  return found ? { ...place, file: found.file, line: found.line, column: found.column } : place;
}

function unpacked(
  entry: Entry,
  map: { readonly id: number; readonly url: string } | undefined,
): SourceMapText | undefined {
  if (!map) return undefined;
  try {
    const bytes = zstdDecompressSync(entry.artifact(map.id), { maxOutputLength: LONGEST });
    return { text: new TextDecoder().decode(bytes), url: map.url };
  } catch {
    return undefined; // damaged: its script tells its own places
  }
}
