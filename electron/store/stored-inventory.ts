import { unpackDescriptors, unpackRegions, unpackThreads } from '../../shared/format/inventory-artifacts.js';
import type { DescriptorInfo } from '../../shared/model/descriptor.js';
import type { InventoryPart } from '../../shared/model/inventory.js';
import type { Region } from '../../shared/model/region.js';
import type { ThreadInfo } from '../../shared/model/thread.js';
import type { SessionReader } from './session-store.js';

interface Rows {
  readonly regions: Region;
  readonly threads: ThreadInfo;
  readonly descriptors: DescriptorInfo;
}

export interface StoredPart<Row> {
  readonly target: number;
  /** When it was taken, ms since the session began. */
  readonly at: number;
  /** Every time at which the target has one. */
  readonly points: readonly number[];
  readonly rows: readonly Row[];
}

/**
 * A part of an inventory as it was at a time: the last taken at or before it, else the first after. Undefined where
 * the target (the first that has one, where absent) has none. Throws a Failure for damaged data.
 */
export function storedPart<Part extends InventoryPart>(
  { artifacts, artifact }: Pick<SessionReader, 'artifacts' | 'artifact'>,
  part: Part,
  wanted: number | undefined,
  time: number | undefined,
): StoredPart<Rows[Part]> | undefined {
  const all = artifacts({ kind: part });
  const target = wanted ?? all.find((one) => one.target !== undefined)?.target;
  const own = all.filter((one) => one.target === target);
  const found = (time === undefined ? own.at(-1) : own.findLast(({ at }) => at <= time)) ?? own[0];
  if (!found || target === undefined) return undefined;
  const unpack = UNPACK[part] as unknown as (json: string) => readonly Rows[Part][];
  const text = new TextDecoder().decode(artifact(found.id));
  return { target, at: found.at, points: own.map(({ at }) => at), rows: unpack(text) };
}

const UNPACK = { regions: unpackRegions, threads: unpackThreads, descriptors: unpackDescriptors };
