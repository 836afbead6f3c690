import { z } from 'zod';
import { DESCRIPTOR_SORTS, REGION_SORTS, THREAD_SORTS } from '../../shared/api/inventory.js';
import { EXPORT_FORMATS } from '../../shared/api/sessions.js';
import {
  type NodeOrdinal,
  ordinal,
  type SessionId,
  type SnapshotId,
  sessionId,
  snapshotId,
} from '../../shared/base/brand.js';
import { DESCRIPTOR_KINDS } from '../../shared/model/descriptor.js';
import { SEVERITIES } from '../../shared/model/finding.js';
import { REGION_KINDS } from '../../shared/model/region.js';

/** What a caller may send: the shapes of `shared/api`, with bounds on every size. */

const whole = (max: number) => z.number().int().min(0).max(max);
const MAX_NODES = 2 ** 32;
const MAX_PAGE = 1000;
const MAX_TEXT = 2000;

export const pidSchema = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31);
export const targetSchema = z.number().int().min(1).max(1e6);
export const timeSchema = z.number().min(0).max(1e12);
export const textSchema = z.string().max(MAX_TEXT);
export const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => !text.includes('\0'), 'a path has no NUL');

export const sessionSchema: z.ZodType<SessionId> = z.string().max(64).transform(sessionId);
export const snapshotSchema: z.ZodType<SnapshotId> = z.string().max(80).transform(snapshotId);
export const nodeSchema: z.ZodType<NodeOrdinal> = whole(MAX_NODES).transform(ordinal);

export const edgeRowSchema = whole(MAX_NODES);

export const pageSchema = z.object({ from: whole(MAX_NODES), count: whole(MAX_PAGE) });

const sortSchema = <Key extends string>(...keys: [Key, ...Key[]]) =>
  z.object({ by: z.enum(keys), descending: z.boolean() });

const filterSchema = z.object({
  text: textSchema.optional(),
  className: z.string().max(1e7).optional(),
  minSize: z.number().min(0).optional(),
  maxDistance: z.number().min(0).optional(),
  module: textSchema.optional(),
  package: textSchema.optional(),
});

export const classQuerySchema = z.object({
  by: z.enum(['class', 'module', 'package']).optional(),
  filter: filterSchema.optional(),
  sort: sortSchema('name', 'count', 'selfSize', 'retainedSize', 'distance'),
  page: pageSchema,
});

export const diffQuerySchema = z.object({
  base: snapshotSchema,
  compared: snapshotSchema,
  third: snapshotSchema.optional(),
  by: z.enum(['class', 'site', 'object', 'path', 'module', 'package']),
  filter: filterSchema.extend({ only: z.enum(['growing', 'new', 'deleted']).optional() }).optional(),
  sort: sortSchema(
    'name',
    'addedCount',
    'removedCount',
    'survivedCount',
    'countDelta',
    'sizeDelta',
    'retainedDelta',
  ),
  ownFirst: z.boolean().optional(),
  page: pageSchema,
});

const objectFilterSchema = z.object({
  minSelfSize: z.number().min(0).optional(),
  minRetainedSize: z.number().min(0).optional(),
  maxDistance: z.number().min(0).optional(),
  detached: z.boolean().optional(),
});

export const objectQuerySchema = z.object({
  className: z.string().max(1e7).optional(),
  text: textSchema.optional(),
  base: snapshotSchema.optional(),
  age: z.enum(['new', 'survived', 'deleted']).optional(),
  third: snapshotSchema.optional(),
  path: whole(2 * MAX_NODES).optional(),
  site: whole(2 * MAX_NODES).optional(),
  filter: objectFilterSchema.optional(),
  sort: sortSchema('id', 'selfSize', 'retainedSize', 'distance'),
  page: pageSchema,
});

export const pathQuerySchema = z.object({
  className: z.string().max(1e7).optional(),
  node: nodeSchema.optional(),
  id: z.number().optional(),
  newSince: snapshotSchema.optional(),
  stillIn: snapshotSchema.optional(),
  freed: z.boolean().optional(),
  limit: z.number().int().min(1).max(MAX_PAGE),
});

export const pathTreeQuerySchema = z.object({
  className: z.string().max(1e7).optional(),
  node: nodeSchema.optional(),
  id: z.number().optional(),
  newSince: snapshotSchema.optional(),
  stillIn: snapshotSchema.optional(),
  key: whole(MAX_NODES).optional(),
  sort: sortSchema('count', 'retainedSize', 'selfSize', 'className'),
  page: pageSchema,
});

export const dominatorQuerySchema = z.object({
  node: nodeSchema.optional(),
  id: z.number().optional(),
  by: z.enum(['object', 'class']),
  className: z.string().max(1e7).optional(),
  filter: objectFilterSchema
    .extend({ className: z.string().max(1e7).optional(), text: textSchema.optional() })
    .optional(),
  sort: sortSchema('retainedSize', 'selfSize', 'count', 'name'),
  page: pageSchema,
});

export const stringQuerySchema = pageSchema.extend({
  filter: z
    .object({
      text: textSchema.optional(),
      minSize: z.number().min(0).optional(),
      minCount: z.number().min(0).optional(),
    })
    .optional(),
  sort: sortSchema('count', 'size', 'saving').optional(),
});

const allocationShape = {
  sampled: z.boolean().optional(),
  interval: z.number().int().min(1).max(1e9).optional(),
  frames: z.number().int().min(1).max(100).optional(),
  filters: z
    .array(z.object({ include: z.boolean(), file: z.string().min(1).max(1000) }))
    .max(100)
    .optional(),
  limit: z
    .object({ time: z.number().min(0).max(1e9).optional(), bytes: z.number().min(0).max(1e15).optional() })
    .optional(),
};

const nativeTool = z.enum(['heaptrack', 'memray', 'bpftrace', 'memleak']);

/** A channel has no `undefined`: it comes as null, here as in `allocationTrackingSchema`. */
export const nativeToolSchema = nativeTool.nullish();

export const allocationTrackingSchema = z
  .object({
    ...allocationShape,
    kind: z.enum(['sampled', 'traced', 'timeline', 'native']),
    tool: nativeTool.optional(),
  })
  .nullish();

export const captureChoiceSchema = z.object({ inProcess: z.boolean().optional() }).nullish();

/** An address. */
export const objectIdSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const neighbourOptionsSchema = z
  .object({ limit: z.number().int().min(1).max(MAX_PAGE).optional(), values: z.boolean().optional() })
  .nullish();

const recordingShape = {
  tree: z.boolean(),
  interval: z.number().min(10).max(3_600_000),
  path: pathSchema.optional(),
  snapshots: z
    .array(z.union([z.literal('start'), z.literal('end'), timeSchema]))
    .max(100)
    .optional(),
  capture: z
    .object({
      numericValues: z.boolean().optional(),
      internals: z.boolean().optional(),
      redact: z.boolean().optional(),
      inProcess: z.boolean().optional(),
      isolates: z.number().int().min(1).max(4000).optional(),
    })
    .optional(),
  keepOpen: z.boolean().optional(),
  duration: timeSchema.optional(),
  allocations: z.boolean().optional(),
  allocationOptions: z.object(allocationShape).optional(),
  nearLimit: z
    .object({ share: z.number().min(0.01).max(1), take: z.enum(['snapshot', 'profile']) })
    .optional(),
};

export const addressSchema = z.string().min(1).max(1000);

export const recordOptionsSchema = z
  .object({
    ...recordingShape,
    pids: z.array(pidSchema).max(1000),
    addresses: z.array(addressSchema).max(100).optional(),
  })
  .refine(({ pids, addresses = [] }) => pids.length + addresses.length > 0, 'name a process or an address');

export const launchOptionsSchema = z.object({
  ...recordingShape,
  command: pathSchema,
  args: z.array(z.string().max(100_000)).max(10_000),
  cwd: pathSchema.optional(),
  native: z.boolean().optional(),
});

export const seriesQuerySchema = z.object({
  target: targetSchema,
  names: z.array(z.string().max(200)).max(64),
  from: timeSchema,
  to: timeSchema,
  points: z.number().int().min(2).max(100_000),
});

export const ledgerQuerySchema = z.object({
  target: targetSchema.optional(),
  tree: z.boolean().optional(),
  at: timeSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});

export const inventoryQuerySchema = z.object({
  target: targetSchema.optional(),
  at: timeSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
/** Names of files and threads: a path is at most 4096 bytes. */
const nameSchema = z.string().max(8192);

export const regionQuerySchema = inventoryQuerySchema.extend({
  by: z.enum(['kind', 'name', 'mapping']),
  kind: z.enum(REGION_KINDS).optional(),
  name: nameSchema.optional(),
  text: textSchema.optional(),
  sort: sortSchema(...REGION_SORTS).optional(),
  page: pageSchema,
});

export const threadQuerySchema = inventoryQuerySchema.extend({
  by: z.enum(['thread', 'pattern', 'start']),
  within: nameSchema.optional(),
  text: textSchema.optional(),
  sort: sortSchema(...THREAD_SORTS).optional(),
  page: pageSchema,
});

export const descriptorQuerySchema = inventoryQuerySchema.extend({
  by: z.enum(['kind', 'name', 'descriptor']),
  kind: z.enum(DESCRIPTOR_KINDS).optional(),
  name: nameSchema.optional(),
  text: textSchema.optional(),
  sort: sortSchema(...DESCRIPTOR_SORTS).optional(),
  page: pageSchema,
});

export const stacksOptionsSchema = z.object({
  values: z.boolean().optional(),
  native: z.boolean().optional(),
});

const callStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['focus', 'drop', 'merge']), function: z.string().min(1).max(4000) }),
  z.object({ kind: z.enum(['runtime', 'recursion']) }),
]);

export const allocationQuerySchema = z.object({
  target: targetSchema.optional(),
  source: z.string().max(64).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  base: sessionSchema.optional(),
  baseTarget: targetSchema.optional(),
  baseSource: z.string().max(64).optional(),
  baseFrom: timeSchema.optional(),
  baseTo: timeSchema.optional(),
  steps: z.array(callStepSchema).max(100).optional(),
});

export const exportOptionsSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  allocations: allocationQuerySchema.optional(),
  snapshot: z.number().int().min(1).optional(),
  path: pathSchema,
});

export const partSchema = z
  .object({ from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from < to, 'it begins before it ends');
/** One file name, no folder. */
export const fileNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !/[/\\\0]/.test(name) && !/^\.+$/.test(name), 'a name has no folder in it');
export const savedFilterSchema = z.object({
  name: z.string().trim().min(1).max(80),
  text: textSchema,
  big: z.boolean(),
  table: z.enum(['objects', 'dominators', 'strings']).optional(),
  className: textSchema.optional(),
  near: whole(MAX_NODES).optional(),
  least: z.number().min(0).optional(),
  detached: z.boolean().optional(),
  only: z.enum(['growing', 'new', 'deleted']).optional(),
  within: z.object({ by: z.enum(['module', 'package']), name: textSchema }).optional(),
});
const remarkQueryShape = {
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  repeatMark: textSchema.optional(),
};
export const findingRemarkSchema = z.object({
  key: z.string().min(1).max(400),
  rule: z.string().min(1).max(80),
  title: textSchema,
  severity: z.enum(SEVERITIES),
  target: targetSchema,
  pin: textSchema.optional(),
  pinned: z.boolean(),
  note: z.string().max(10_000),
  query: z.object(remarkQueryShape).optional(),
});
export const checkOptionsSchema = z.object({
  finding: whole(1000).optional(),
  key: z.string().max(400).optional(),
  query: z.object(remarkQueryShape).optional(),
});
export const noteSchema = z.string().max(100_000);

export const sqlQuerySchema = z.object({
  sql: z.string().max(100_000),
  page: pageSchema,
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
