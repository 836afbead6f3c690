import type {
  CollectorState,
  NeighbourOptions,
  Neighbours,
  ObjectCounts,
} from '../../shared/model/live-objects.js';

/** Live objects of a running program, asked without a snapshot. Nothing here makes the collector run. */
export interface ObjectInspection {
  /** What the collector tracks, by type, most first. */
  counts(signal: AbortSignal): Promise<ObjectCounts>;
  /** Who refers to the object at this address, or what it refers to. Throws a Failure `no-object` where there is none. */
  referrers(id: number, options: NeighbourOptions, signal: AbortSignal): Promise<Neighbours>;
  referents(id: number, options: NeighbourOptions, signal: AbortSignal): Promise<Neighbours>;
  collector(signal: AbortSignal): Promise<CollectorState>;
}
