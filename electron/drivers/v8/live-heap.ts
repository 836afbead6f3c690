import { z } from 'zod';
import { Failure } from '../../../shared/base/failure.js';
import type {
  CollectorState,
  LiveObject,
  Neighbour,
  NeighbourOptions,
  Neighbours,
  ObjectCounts,
  TypeCount,
} from '../../../shared/model/live-objects.js';
import type { OriginalPlace } from '../../../shared/model/original-places.js';
import type { ObjectInspection } from '../object-inspection.js';
import { type CallOptions, callOn, type DevtoolsLink } from './devtools-link.js';
import { COUNT_TYPES, HELD_BY, HOLDERS_OF } from './live-heap-programs.js';
import { type Argument, nodeTypes } from './node-types.js';
import { type Written, writtenTypes } from './written-types.js';

const LIMIT = 60_000;
/** ms that the target stands still at most for one look through all objects, beside the collection before it. */
const BUDGET = 5000;
const MOST_TYPES = 5000;
const MOST_ROWS = 200;
const GROUP = 'leakscope-live';

/**
 * Live objects by `queryObjects`: V8 collects garbage, then gives every object of the main context, and the program stands
 * still while they are looked through. Ids are those of its snapshots, for as long as our session lasts.
 */
export class LiveHeap implements ObjectInspection {
  constructor(
    private readonly link: () => DevtoolsLink,
    private readonly written?: Written,
  ) {}

  async counts(signal: AbortSignal): Promise<ObjectCounts> {
    return this.#asked(signal, async (heap) => {
      const began = performance.now();
      const args = [{ value: MOST_TYPES }, await heap.types()];
      const found = await heap.handle(await heap.everything(), COUNT_TYPES, args);
      const [total, rows] = sensible(counted, await heap.call(found, COUNTED, []));
      const pause = performance.now() - began;
      // What its files call them is not worth the answer.
      const places = await this.#placesOf(found, rows.length, signal).catch(() => []);
      return { total, types: byName(rows, places), method: 'in-process', pause };
    });
  }

  async #placesOf(found: string, count: number, signal: AbortSignal): ReturnType<typeof writtenTypes> {
    if (!this.written) return [];
    return writtenTypes(this.link(), found, count, this.written, {
      limit: LIMIT,
      signal,
      objectGroup: GROUP,
    });
  }

  referrers(id: number, { limit = MOST_ROWS }: NeighbourOptions, signal: AbortSignal): Promise<Neighbours> {
    return this.#asked(signal, async (heap) => heap.holdersOf(await heap.object(id), limit));
  }

  /** Of an object by its handle: one that was made since the last snapshot has no id. */
  referrersOf(objectId: string, signal: AbortSignal): Promise<Neighbours> {
    return this.#asked(signal, async (heap) => heap.holdersOf(await heap.handled(objectId), MOST_ROWS));
  }

  referents(id: number, { limit = MOST_ROWS }: NeighbourOptions, signal: AbortSignal): Promise<Neighbours> {
    return this.#asked(signal, async (heap) => {
      const holder = await heap.object(id);
      const args = [{ value: Math.min(limit, MOST_ROWS) }, await heap.types()];
      return heap.neighbours(holder, await heap.handle(holder.objectId, HELD_BY, args), UNSEEN);
    });
  }

  async collector(): Promise<CollectorState> {
    throw new Failure(
      'cannot',
      'V8 has no settings of its collector to be asked.',
      'Look at its collections in the timeline.',
    );
  }

  async #asked<Answer>(signal: AbortSignal, work: (heap: Asking) => Promise<Answer>): Promise<Answer> {
    const link = this.link();
    try {
      return await work(new Asking(link, { limit: LIMIT, signal }));
    } finally {
      const quick = { limit: 1000 };
      await link.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }, quick).catch(() => undefined);
    }
  }
}

const COUNTED = 'function () { return [this.total, this.rows]; }';

/** Several classes of one name are told together. */
function byName(
  rows: readonly (readonly [name: string, count: number])[],
  places: readonly (OriginalPlace | undefined)[],
): readonly TypeCount[] {
  const types = new Map<string, TypeCount>();
  for (const [row, [called, count]] of rows.entries()) {
    const place = places[row];
    const name = place?.name?.slice(0, 200) ?? called;
    const before = types.get(name);
    const known = before?.written ?? (place && { file: place.file, line: place.line });
    types.set(name, { name, count: count + (before?.count ?? 0), ...(known && { written: known }) });
  }
  return [...types.values()].sort((a, b) => b.count - a.count);
}

/** Our functions run with built-ins that the program may have changed: what they answer is taken for nothing else than this. */
const count = z.number().int().min(0);
const counted = z.tuple([count, z.array(z.tuple([z.string().max(200), count])).max(MOST_TYPES)]);
const holding = z.object({ total: count, left: count, edges: z.array(z.string()).max(MOST_ROWS) });

function sensible<Answer>(shape: z.ZodType<Answer>, given: unknown): Answer {
  const { data, success } = shape.safeParse(given);
  if (success) return data;
  throw new Failure(
    'no-answer',
    'The target answers nonsense: it has changed functions that JavaScript has built in.',
    'A snapshot shows the same from outside.',
  );
}

const UNSEEN =
  'Variables of closures and of waiting functions, private fields, and what native code holds are not seen this way: ' +
  'a snapshot sees all.';

interface Handle {
  readonly objectId?: string;
  readonly className?: string;
  readonly description?: string;
  readonly value?: unknown;
}

interface Called {
  readonly result: Handle;
  readonly exceptionDetails?: unknown;
}

interface Found extends LiveObject {
  readonly objectId: string;
}

/** One question, with its handles in the target, which go when it is answered. */
class Asking {
  constructor(
    private readonly link: DevtoolsLink,
    private readonly options: CallOptions,
  ) {}

  async everything(): Promise<string> {
    const top = { expression: 'Object.prototype', silent: true, objectGroup: GROUP };
    const { result } = await this.#send<{ result: Handle }>('Runtime.evaluate', top);
    const query = { prototypeObjectId: result.objectId, objectGroup: GROUP };
    return required((await this.#send<{ objects: Handle }>('Runtime.queryObjects', query)).objects);
  }

  types(): Promise<Argument> {
    return nodeTypes(this.link, GROUP, this.options);
  }

  async object(id: number): Promise<Found> {
    const asked = { objectId: String(id), objectGroup: GROUP };
    const found = await this.#send<{ result: Handle }>('HeapProfiler.getObjectByHeapObjectId', asked).catch(
      (error: unknown) => {
        throw error instanceof Failure ? error : noObject(id);
      },
    );
    return { ...described(id, found.result), objectId: required(found.result) };
  }

  async handled(objectId: string): Promise<Found> {
    const itself = { objectId, functionDeclaration: 'function () { return this; }', objectGroup: GROUP };
    const { result } = await this.#send<{ result: Handle }>('Runtime.callFunctionOn', itself);
    return { ...described(await this.#idOf(objectId), result), objectId };
  }

  async holdersOf(held: Found, limit: number): Promise<Neighbours> {
    const args = [{ objectId: held.objectId }, { value: Math.min(limit, MOST_ROWS) }, { value: BUDGET }];
    const found = await this.handle(await this.everything(), HOLDERS_OF, [...args, await this.types()]);
    return this.neighbours(held, found, UNSEEN);
  }

  async handle(objectId: string, body: string, args: readonly Argument[]): Promise<string> {
    return required(await this.#called(objectId, body, args, false));
  }

  async call<Value>(objectId: string, body: string, args: readonly Argument[]): Promise<Value> {
    return (await this.#called(objectId, body, args, true)).value as Value;
  }

  async #called(
    objectId: string,
    body: string,
    args: readonly Argument[],
    returnByValue: boolean,
  ): Promise<Handle> {
    const { result, exceptionDetails } = await this.#send<Called>('Runtime.callFunctionOn', {
      ...{ objectId, functionDeclaration: body, arguments: args, silent: true, returnByValue },
      objectGroup: GROUP,
    });
    if (exceptionDetails)
      throw new Failure(
        'no-answer',
        `The target could not look: ${result.description?.split('\n', 1)[0].slice(0, 300) ?? ''}`,
        'A snapshot shows the same from outside.',
      );
    return result;
  }

  async neighbours({ objectId: _, ...object }: Found, found: string, unseen: string): Promise<Neighbours> {
    const ask = 'function () { return { total: this.total, left: this.left, edges: this.edges }; }';
    const { total, left, edges } = sensible(holding, await callOn(this.link, found, ask, [], this.options));
    const rows: Neighbour[] = [];
    for (const [row, edge] of edges.entries()) {
      const at = 'function (n) { return this.holders[n]; }';
      const { result } = await this.#send<{ result: Handle }>('Runtime.callFunctionOn', {
        ...{ objectId: found, functionDeclaration: at, arguments: [{ value: row }], silent: true },
        objectGroup: GROUP,
      });
      const id = await this.#idOf(required(result));
      rows.push({ ...described(id, result), edge: edge.slice(0, 300) });
    }
    await callOn(this.link, found, 'function () { this.holders.length = 0; }', [], this.options);
    const note =
      left > 0
        ? `${left} objects were not looked at, or not to their end: that takes too long. ${unseen}`
        : unseen;
    return { object, total, rows, note };
  }

  async #idOf(objectId: string): Promise<number> {
    const answer = await this.#send<{ heapSnapshotObjectId: string }>('HeapProfiler.getHeapObjectId', {
      objectId,
    });
    return Number(answer.heapSnapshotObjectId);
  }

  #send<Answer>(method: string, params: object): Promise<Answer> {
    return this.link.send<Answer>(method, { ...params }, this.options);
  }
}

const described = (id: number, { className, description }: Handle): LiveObject => ({
  id,
  type: (className ?? 'Object').slice(0, 200),
  ...(description !== undefined && { value: description.split('\n', 1)[0].slice(0, 200) }),
});

function required({ objectId }: Handle): string {
  if (objectId === undefined) throw new Failure('no-answer', 'The target gave no object.', 'Try again.');
  return objectId;
}

const noObject = (id: number): Failure =>
  new Failure(
    'no-object',
    `There is no object @${id} any more, or it is none that JavaScript can hold.`,
    'Ids are those of snapshots taken since the attach.',
  );
