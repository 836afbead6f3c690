import type {
  CollectorState,
  NeighbourOptions,
  Neighbours,
  ObjectCounts,
} from '../../shared/model/live-objects.js';

/** Live objects of a running program, asked without a snapshot. V8 collects garbage before it answers, CPython does not. */
export interface ObjectInspection {
  /** What the collector tracks, by type, most first; of V8 objects and functions, by constructor. */
  counts(signal: AbortSignal): Promise<ObjectCounts>;
  /** Who refers to the object at this address (V8: with this id of its snapshots), or what it refers to. Throws a Failure `no-object` where there is none. */
  referrers(id: number, options: NeighbourOptions, signal: AbortSignal): Promise<Neighbours>;
  referents(id: number, options: NeighbourOptions, signal: AbortSignal): Promise<Neighbours>;
  collector(signal: AbortSignal): Promise<CollectorState>;
}
