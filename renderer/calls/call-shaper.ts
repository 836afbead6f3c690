import type { LineFigures } from '../../shared/analysis/allocations/by-line.js';
import type { PlaceKind } from '../../shared/analysis/allocations/frame-groups.js';
import type { CallOrder } from '../../shared/analysis/allocations/layout-levels.js';
import { ownFigures, totalsOf } from '../../shared/analysis/allocations/layout-totals.js';
import type { PlaceSort } from '../../shared/analysis/allocations/sorted-places.js';
import type { ExportFacts } from '../../shared/format/calls/calls-as.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallFormat, CallShape, FoundCalls, SandwichCalls, ShapedCalls } from './call-jobs.js';
import type { CallWork, SentCalls, SentHalf, SentLines, SentSandwich, SentShape } from './call-messages.js';
import { CallQueue, type CallWorker, type Patience } from './call-queue.js';
import { type Calls, type Measure, outermost } from './calls-of.js';
import type { PlaceRows } from './place-rows.js';

export interface WorkOptions {
  /** Nobody wants the answer any more: it is not worked out further, and the promise fails. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

export interface ShapeOptions extends WorkOptions {
  /** Of a large tree, what can be drawn of it: the widest calls. All but the layout is what the answer has. */
  readonly onEarly?: (shaped: ShapedCalls) => void;
}

/** Everything that takes time with calls, worked out beside the window's thread. */
export interface CallShaper {
  shape(tree: CallTree, shape: CallShape, order: CallOrder, options?: ShapeOptions): Promise<ShapedCalls>;
  search(tree: CallTree, shape: CallShape, text: string, options?: WorkOptions): Promise<FoundCalls>;
  /** A function, by one of its frames, between who calls it and what it calls. */
  sandwich(
    tree: CallTree,
    shape: CallShape,
    frame: number,
    order: CallOrder,
    options?: WorkOptions,
  ): Promise<SandwichCalls>;
  /** `text`: only places that a search finds; empty for all. */
  places(
    tree: CallTree,
    shape: CallShape,
    table: { readonly by: PlaceKind; readonly sort: PlaceSort; readonly text: string },
    options?: WorkOptions,
  ): Promise<PlaceRows>;
  /** The figures of each line of a file that allocated. */
  lines(
    tree: CallTree,
    file: string,
    measure: Measure,
    options?: WorkOptions,
  ): Promise<ReadonlyMap<number, LineFigures>>;
  write(
    tree: CallTree,
    shape: CallShape,
    format: CallFormat,
    facts: ExportFacts,
    options?: WorkOptions,
  ): Promise<Uint8Array>;
}

const PATIENCE: Patience = { limit: 60_000, cancelled: 3000 };

export function createCallShaper(start: () => CallWorker, patience = PATIENCE): CallShaper {
  const queue = new CallQueue(start, patience);
  const ask = <Value>(tree: CallTree, work: CallWork, options: WorkOptions): Promise<Value> =>
    queue.ask(tree, work, options) as Promise<Value>;
  return {
    async shape(tree, shape, order, { onEarly, ...options } = {}) {
      const whole = ({ upright: sent, calls, layout, packages }: SentShape): ShapedCalls | undefined => {
        const upright = sent && received(sent, tree, shape.measure);
        return (
          upright && {
            ...{ upright, layout, packages },
            calls: calls ? received(calls, tree, shape.measure) : upright,
          }
        );
      };
      let early: ShapedCalls | undefined;
      const sent = (await queue.ask(
        tree,
        { kind: 'shape', shape, order },
        {
          ...options,
          onEarly(value) {
            early = whole(value);
            if (early) onEarly?.(early);
          },
        },
      )) as SentShape;
      const shaped = whole(sent) ?? (early && { ...early, layout: sent.layout });
      if (!shaped) throw new TypeError('an answer without calls');
      return shaped;
    },
    async sandwich(tree, shape, frame, order, options = {}) {
      const sent = await ask<SentSandwich>(tree, { kind: 'sandwich', shape, frame, order }, options);
      const half = ({ calls, layout }: SentHalf) => ({
        calls: received(calls, tree, shape.measure),
        layout,
      });
      return { callers: half(sent.callers), callees: half(sent.callees) };
    },
    search: (tree, shape, text, options = {}) => ask(tree, { kind: 'search', shape, text }, options),
    places: (tree, shape, table, options = {}) => ask(tree, { kind: 'places', shape, ...table }, options),
    lines: async (tree, file, measure, options = {}) =>
      new Map(await ask<SentLines>(tree, { kind: 'lines', file, measure }, options)),
    write: (tree, shape, format, facts, options = {}) =>
      ask(tree, { kind: 'write', shape, format, facts }, options),
  };
}

/** With the frames of the tree that they were made of. */
function received(
  { tree: sent, total, width, baseTotal }: SentCalls,
  given: CallTree,
  measure: Measure,
): Calls {
  const tree = sent ? { ...sent, frames: given.frames } : given;
  const { own, base } = ownFigures(tree, measure);
  let counts = measure === 'count' ? total : undefined;
  return {
    ...{ tree, measure, own, total, width },
    get counts() {
      counts ??= totalsOf(tree.parent, tree.count);
      return counts;
    },
    all: outermost(tree, total),
    ...(base && baseTotal
      ? { base: { own: base, total: baseTotal }, baseAll: outermost(tree, baseTotal) }
      : {}),
  };
}
