import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { OriginalPlace, OriginalPlaces } from '../../model/original-places.js';

/** A script's source map: its text, and where it was, which is what the names of its sources are relative to. */
export interface ScriptMap {
  readonly text: string;
  readonly url: string;
}

/** Places by the maps of scripts, each under the name that its frames have. A map that is none tells nothing. */
export function sourceMapPlaces(maps: Pick<ReadonlyMap<string, ScriptMap>, 'get'>): OriginalPlaces {
  const decoded = new Map<string, TraceMap | undefined>();
  const mapOf = (file: string): TraceMap | undefined => {
    if (!decoded.has(file)) decoded.set(file, traceMap(maps.get(file)));
    return decoded.get(file);
  };
  return {
    of(file, line, column) {
      const map = line > 0 && column > 0 ? mapOf(file) : undefined;
      if (!map) return undefined;
      const found = originalPositionFor(map, { line, column: column - 1 });
      const { source } = found;
      // Numbers of a map may be anything.
      if (source === null || !(found.line >= 1) || !(found.column >= 0)) return undefined;
      return place(file, { ...found, source });
    },
  };
}

function traceMap(script: ScriptMap | undefined): TraceMap | undefined {
  if (!script) return undefined;
  try {
    // XSSI guards are the map's own custom.
    return new TraceMap(script.text.replace(/^\)\]\}'[^\n]*\n/, ''), script.url);
  } catch {
    return undefined;
  }
}

const LONGEST = 4096;

function place(
  script: string,
  { source, line, column, name }: { source: string; line: number; column: number; name: string | null },
): OriginalPlace {
  return {
    file: named(source, script).slice(0, LONGEST),
    line,
    column: column + 1,
    ...(name !== null && { name: name.slice(0, LONGEST) }),
  };
}

/** Beside a script that is known by its path, a source is known by its path. */
function named(source: string, script: string): string {
  if (!source.startsWith('file://') || script.startsWith('file://')) return source;
  try {
    return decodeURIComponent(source.slice('file://'.length));
  } catch {
    return source;
  }
}
