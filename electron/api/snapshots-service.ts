import type { SnapshotQueries } from '../../shared/api/snapshots.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { HeapEngine } from '../engine/heap-engine.js';
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
} from './schemas.js';
import { validated } from './validated.js';

/** Brings a snapshot into the engine if it is not there: the session that has it knows how. */
export type Ensure = (snapshot: SnapshotId) => Promise<void>;

/** Checks what is asked, brings the snapshots in, and hands the question to the engine. */
export function snapshotsService(engine: HeapEngine, ensure: Ensure): SnapshotQueries {
  const ready = async (given: unknown): Promise<SnapshotId> => {
    const snapshot = validated(snapshotSchema, given, 'snapshot');
    await ensure(snapshot);
    return snapshot;
  };
  /** What is around a node, in one of three ways. */
  const around =
    (way: 'retainers' | 'references' | 'dominated'): SnapshotQueries[typeof way] =>
    async (snapshot, node, page) =>
      engine[way](
        await ready(snapshot),
        validated(nodeSchema, node, 'node'),
        validated(pageSchema, page, 'page'),
      );
  return {
    summary: async (snapshot) => engine.summary(await ready(snapshot)),
    classes: async (snapshot, query, call) =>
      engine.classes(await ready(snapshot), validated(classQuerySchema, query, 'query'), call),
    async diff(given, call) {
      const query = validated(diffQuerySchema, given, 'query');
      const wanted = [query.base, query.compared, query.third].filter((id) => id !== undefined);
      await Promise.all(wanted.map(ensure));
      return engine.diff(query, call);
    },
    async objects(snapshot, given, call) {
      const query = validated(objectQuerySchema, given, 'query');
      if (query.base) await ensure(query.base);
      return engine.objects(await ready(snapshot), query, call);
    },
    async paths(snapshot, given, call) {
      const query = validated(pathQuerySchema, given, 'query');
      if (query.newSince) await ensure(query.newSince);
      return engine.paths(await ready(snapshot), query, call);
    },
    async pathTree(snapshot, given, call) {
      const query = validated(pathTreeQuerySchema, given, 'query');
      if (query.newSince) await ensure(query.newSince);
      return engine.pathTree(await ready(snapshot), query, call);
    },
    dominators: async (snapshot, query, call) =>
      engine.dominators(await ready(snapshot), validated(dominatorQuerySchema, query, 'query'), call),
    node: async (snapshot, node) => engine.node(await ready(snapshot), validated(nodeSchema, node, 'node')),
    retainers: around('retainers'),
    references: around('references'),
    dominated: around('dominated'),
    whatIfCut: async (snapshot, holder, edge) =>
      engine.whatIfCut(
        await ready(snapshot),
        validated(nodeSchema, holder, 'node'),
        validated(edgeRowSchema, edge, 'edge'),
      ),
    strings: async (snapshot, page, call) =>
      engine.strings(await ready(snapshot), validated(pageSchema, page, 'page'), call),
  };
}
