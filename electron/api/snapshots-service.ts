import type { SnapshotQueries } from '../../shared/api/snapshots.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { ClassFilter } from '../../shared/model/snapshot-rows.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { originalRows } from './original-rows.js';
import {
  classQuerySchema,
  diffQuerySchema,
  dominatorQuerySchema,
  edgeRowSchema,
  nodeSchema,
  objectQuerySchema,
  pageSchema,
  pathQuerySchema,
  pathTreeQuerySchema,
  snapshotSchema,
  stringQuerySchema,
} from './schemas.js';
import { validated } from './validated.js';

/** Brings a snapshot into the engine if it is not there: the session that has it knows how. */
export type Ensure = (snapshot: SnapshotId) => Promise<void>;

/** Where code was written, by what the session of a snapshot keeps. */
export type PlacesOf = (snapshot: SnapshotId) => OriginalPlaces;

const NO_PLACES: OriginalPlaces = { of: () => undefined };

/** Checks what is asked, brings the snapshots in, and hands the question to the engine. */
export function snapshotsService(
  engine: HeapEngine,
  ensure: Ensure,
  placesOf: PlacesOf = () => NO_PLACES,
): SnapshotQueries {
  const ready = async (given: unknown): Promise<SnapshotId> => {
    const snapshot = validated(snapshotSchema, given, 'snapshot');
    await ensure(snapshot);
    return snapshot;
  };
  const ensureAll = async (...wanted: readonly (SnapshotId | undefined)[]): Promise<void> => {
    await Promise.all(wanted.filter((id) => id !== undefined).map(ensure));
  };
  const written = (snapshot: SnapshotId) => originalRows(placesOf(snapshot));
  /** What is around a node, in one of three ways. */
  const around =
    (way: 'retainers' | 'references' | 'dominated'): SnapshotQueries[typeof way] =>
    async (snapshot, node, page) => {
      const id = await ready(snapshot);
      const checked = [validated(nodeSchema, node, 'node'), validated(pageSchema, page, 'page')] as const;
      return written(id).rows(await engine[way](id, ...checked));
    };
  /** Files and packages are those that a person wrote, in what is asked by them. */
  const placed = async (
    { by, filter = {} }: { readonly by?: string | undefined; readonly filter?: ClassFilter | undefined },
    ...snapshots: readonly (SnapshotId | undefined)[]
  ): Promise<void> => {
    const asked =
      by === 'module' || by === 'package' || filter.module !== undefined || filter.package !== undefined;
    for (const id of asked ? snapshots : [])
      if (id !== undefined) await engine.placeClasses(id, placesOf(id));
  };
  return {
    summary: async (snapshot) => engine.summary(await ready(snapshot)),
    async classes(snapshot, given, call) {
      const query = validated(classQuerySchema, given, 'query');
      const id = await ready(snapshot);
      await placed(query, id);
      return engine.classes(id, query, call);
    },
    async diff(given, call) {
      const query = validated(diffQuerySchema, given, 'query');
      await ensureAll(query.base, query.compared, query.third);
      await placed(query, query.base, query.compared, query.third);
      return engine.diff(query, call);
    },
    async objects(snapshot, given, call) {
      const query = validated(objectQuerySchema, given, 'query');
      await ensureAll(query.base, query.third);
      const id = await ready(snapshot);
      return written(id).rows(await engine.objects(id, query, call));
    },
    async paths(snapshot, given, call) {
      const query = validated(pathQuerySchema, given, 'query');
      await ensureAll(query.newSince, query.stillIn);
      const id = await ready(snapshot);
      return written(id).paths(await engine.paths(id, query, call));
    },
    async pathTree(snapshot, given, call) {
      const query = validated(pathTreeQuerySchema, given, 'query');
      await ensureAll(query.newSince, query.stillIn);
      const id = await ready(snapshot);
      return written(id).tree(await engine.pathTree(id, query, call));
    },
    async dominators(snapshot, given, call) {
      const query = validated(dominatorQuerySchema, given, 'query');
      const id = await ready(snapshot);
      return written(id).dominators(await engine.dominators(id, query, call));
    },
    scripts: async (snapshot) => engine.scripts(await ready(snapshot)),
    async node(snapshot, node) {
      const id = await ready(snapshot);
      return written(id).row(await engine.node(id, validated(nodeSchema, node, 'node')));
    },
    retainers: around('retainers'),
    references: around('references'),
    dominated: around('dominated'),
    whatIfCut: async (snapshot, holder, edge) =>
      engine.whatIfCut(
        await ready(snapshot),
        validated(nodeSchema, holder, 'node'),
        validated(edgeRowSchema, edge, 'edge'),
      ),
    strings: async (snapshot, query, call) =>
      engine.strings(await ready(snapshot), validated(stringQuerySchema, query, 'query'), call),
  };
}
