import type { CallOrder } from '../../shared/analysis/allocations/layout-levels.js';
import { ownFigures, totalsOf } from '../../shared/analysis/allocations/layout-totals.js';
import { Failure } from '../../shared/base/failure.js';
import type { ExportFacts } from '../../shared/format/calls/calls-as.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallFormat, CallShape, FoundCalls, ShapedCalls } from './call-jobs.js';
import type { CallAnswer, CallAsk, CallWork, SentCalls, SentShape } from './call-messages.js';
import { type Calls, type Measure, outermost } from './calls-of.js';

/** What the page needs of its worker. */
export interface CallWorker {
  postMessage(message: CallAsk): void;
  onAnswer(listener: (answer: CallAnswer) => void): void;
  onDeath(listener: (message: string) => void): void;
  end(): void;
}

export interface ShapeOptions {
  /** Nobody wants the answer any more: it is not worked out further, and the promise fails. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Reshapes, searches and writes calls beside the window's thread. */
export interface CallShaper {
  shape(tree: CallTree, shape: CallShape, order: CallOrder, options?: ShapeOptions): Promise<ShapedCalls>;
  search(tree: CallTree, shape: CallShape, text: string, options?: ShapeOptions): Promise<FoundCalls>;
  write(
    tree: CallTree,
    shape: CallShape,
    format: CallFormat,
    facts: ExportFacts,
    options?: ShapeOptions,
  ): Promise<Uint8Array>;
}

/** Trees that the worker keeps: what is looked at, and what it is compared with. */
const MOST_HELD = 2;
/** Nothing takes so long. A pattern that does is ended with the worker, and the next question begins another. */
const LIMIT = 60_000;

interface Waiting extends ShapeOptions {
  done(value: unknown): void;
  failed(error: unknown): void;
}

export function createCallShaper(start: () => CallWorker, limit = LIMIT): CallShaper {
  let worker: CallWorker | undefined;
  let held: { readonly tree: CallTree; readonly number: number }[] = [];
  let last = 0;
  const waiting = new Map<number, Waiting>();

  const lose = (why: string): void => {
    worker?.end();
    worker = undefined;
    held = [];
    const all = [...waiting.values()];
    waiting.clear();
    for (const one of all) one.failed(new Failure('calls-lost', why, 'Try again.'));
  };
  const started = (): CallWorker => {
    if (worker) return worker;
    const fresh = start();
    fresh.onDeath((message) => worker === fresh && lose(`The calls could not be worked out: ${message}`));
    fresh.onAnswer((answer) => {
      const one = waiting.get(answer.id);
      if (answer.kind === 'progress') return one?.onProgress?.(answer.done);
      waiting.delete(answer.id);
      if (answer.kind === 'done') one?.done(answer.value);
      else one?.failed(new Failure(answer.code, answer.message, answer.remedy));
    });
    worker = fresh;
    return fresh;
  };
  const numberOf = (to: CallWorker, tree: CallTree): number => {
    const known = held.find((one) => one.tree === tree);
    held = held.filter((one) => one !== known);
    const one = known ?? { tree, number: ++last };
    if (!known) to.postMessage({ kind: 'hold', tree: one.number, columns: tree });
    held.push(one);
    while (held.length > MOST_HELD) to.postMessage({ kind: 'drop', tree: held.shift()?.number ?? 0 });
    return one.number;
  };
  const ask = (tree: CallTree, work: CallWork, options: ShapeOptions): Promise<unknown> => {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(cancelled());
    const to = started();
    const id = ++last;
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => lose('The calls took too long to work out.'), limit);
      const stop = (): void => {
        if (!waiting.delete(id)) return;
        to.postMessage({ kind: 'cancel', id });
        end();
        reject(cancelled());
      };
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      signal?.addEventListener('abort', stop);
      waiting.set(id, {
        ...options,
        done(value) {
          end();
          resolve(value);
        },
        failed(error) {
          end();
          reject(error);
        },
      });
      to.postMessage({ ...work, id, tree: numberOf(to, tree) });
    });
  };
  return {
    async shape(tree, shape, order, options = {}) {
      const sent = (await ask(tree, { kind: 'shape', shape, order }, options)) as SentShape;
      const upright = received(sent.upright, tree, shape.measure);
      return {
        upright,
        calls: sent.calls ? received(sent.calls, tree, shape.measure) : upright,
        layout: sent.layout,
      };
    },
    search: (tree, shape, text, options = {}) =>
      ask(tree, { kind: 'search', shape, text }, options) as Promise<FoundCalls>,
    write: (tree, shape, format, facts, options = {}) =>
      ask(tree, { kind: 'write', shape, format, facts }, options) as Promise<Uint8Array>,
  };
}

const cancelled = (): Failure => new Failure('cancelled', 'It was cancelled.');

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
