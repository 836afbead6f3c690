import { readdirSync, readFileSync } from 'node:fs';
import { AllocationsByCall } from '../../shared/analysis/allocations/allocations-by-call.js';
import { Failure } from '../../shared/base/failure.js';
import { encodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import { importedProfiles, unpacked } from './imported-profiles.js';
import { Random } from './random.js';

const folder = new URL('../fixtures/allocations/', import.meta.url);

/** The content of every sample, decompressed. */
export function profileSamples(): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return readdirSync(folder)
    .filter((name) => name !== 'README.md')
    .map((name) => ({ name, bytes: unpacked(new Uint8Array(readFileSync(new URL(name, folder)))) }));
}

/** Bytes with some damage: flipped, cut out, doubled, or cut off. The same seed, the same damage. */
export function damaged(bytes: Uint8Array, seed: number): Uint8Array {
  const random = new Random(seed);
  const below = (limit: number): number => random.below(limit);
  let changed: Uint8Array = bytes.slice();
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(changed.length);
    const some = 1 + below(Math.min(64, changed.length));
    switch (below(5)) {
      case 0:
        changed[at] ^= 1 << below(8);
        break;
      case 1:
        changed[at] = below(256);
        break;
      case 2:
        changed = joined(changed.subarray(0, at), changed.subarray(at + some));
        break;
      case 3:
        changed = joined(changed.subarray(0, at), changed.subarray(Math.max(0, at - some)));
        break;
      default:
        changed = changed.slice(0, Math.max(1, changed.length - below(changed.length)));
    }
  }
  return changed;
}

/** Reads a file to the tree that a window gets: undefined where it was refused as it should. Throws what is no refusal. */
export function readOrRefused(bytes: Uint8Array): number | undefined {
  try {
    let rows = 0;
    for (const { table } of importedProfiles(bytes)) rows += sound(table);
    return rows;
  } catch (error) {
    if (error instanceof Failure && /^.{10,300}\.$/s.test(error.message)) return undefined;
    throw error;
  }
}

/** The rows of its tree. Throws for a table that a loop would run astray in. */
function sound(table: AllocationTable): number {
  const { stack, weight, stacks } = table;
  for (let row = 0; row < table.length; row++)
    if (!(stack[row] >= -1 && stack[row] < stacks.length && Number.isFinite(weight[row])))
      throw new Error(`row ${row} has stack ${stack[row]}, weight ${weight[row]}`);
  for (let row = 0; row < stacks.length; row++)
    if (!(stacks.prefix[row] < row && stacks.frame[row] < stacks.frames.length))
      throw new Error(`stack ${row} has prefix ${stacks.prefix[row]}, frame ${stacks.frame[row]}`);
  const tree = new AllocationsByCall().add(table).tree();
  encodeCallTree(tree);
  return tree.length;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
