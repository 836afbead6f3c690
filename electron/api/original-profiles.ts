import { resolveFrames } from '../../shared/analysis/allocations/source-map-frames.js';
import { decodeAllocations, encodeAllocations } from '../../shared/format/allocation-columns.js';
import { ScriptMaps } from '../drivers/v8/script-maps.js';
import type { ImportedAllocations } from '../engine/allocation-parts.js';

/** Imported profiles with the frames of scripts where these were written, as far as source maps beside the scripts tell. */
export async function originalProfiles(
  profiles: readonly ImportedAllocations[],
): Promise<readonly ImportedAllocations[]> {
  const maps = new ScriptMaps('');
  return Promise.all(profiles.map((profile) => original(profile, maps)));
}

async function original(profile: ImportedAllocations, maps: ScriptMaps): Promise<ImportedAllocations> {
  // Read on the thread that answers the window: what is larger stays as its producer wrote it.
  if (profile.data.length > MOST_BYTES) return profile;
  const table = decodeAllocations(profile.data);
  const { frames } = table.stacks;
  const scripts = [...new Set(frames.file)].filter((file) => SCRIPT.test(file)).slice(0, MOST_SCRIPTS);
  if (scripts.length === 0) return profile;
  const places = await maps.placesFor(scripts);
  const resolved = resolveFrames(frames, places);
  if (resolved.file.every((file, row) => file === frames.file[row])) return profile;
  // Two frames may come from one place: nothing is distinct any more.
  const { distinct: _, ...stacks } = table.stacks;
  return { ...profile, data: encodeAllocations({ ...table, stacks: { ...stacks, frames: resolved } }) };
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
const MOST_BYTES = 32 << 20;
const MOST_SCRIPTS = 500;
