import { Failure } from '../../shared/base/failure.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallAnswer, CallAsk, CallValue, CallWork, SentShape } from './call-messages.js';

/** What the page needs of its worker. */
export interface CallWorker {
  postMessage(message: CallAsk): void;
  onAnswer(listener: (answer: CallAnswer) => void): void;
  onDeath(listener: (message: string) => void): void;
  end(): void;
}

export interface AskOptions {
  /** Nobody wants the answer any more: it is not worked out further, and the promise fails. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
  /** Of a shape alone. */
  readonly onEarly?: (value: SentShape) => void;
}

/** In milliseconds. */
export interface Patience {
  /** Nothing takes so long: it is ended with the worker, and what waits behind it is asked of another. */
  readonly limit: number;
  /** What was cancelled and does not hear it. */
  readonly cancelled: number;
}

type Outcome = { readonly value: CallValue } | { readonly error: unknown };

interface Asked {
  readonly id: number;
  readonly tree: CallTree;
  readonly work: CallWork;
  readonly options: AskOptions;
  /** Absent: nobody wants it any more. */
  end?: (outcome: Outcome) => void;
}

/** Trees that the worker keeps: what is looked at, and what it is compared with. */
const MOST_HELD = 2;

/** What one worker is asked, in its order. Time counts from when it begins a work, not from when that was asked for. */
export class CallQueue {
  #worker: CallWorker | undefined;
  #held: { readonly tree: CallTree; readonly number: number }[] = [];
  /** As the worker takes them: what nobody wants stays until it has heard so. */
  #asked: Asked[] = [];
  #timed: { readonly of: Asked; readonly wanted: boolean; stop(): void } | undefined;
  #last = 0;

  constructor(
    private readonly start: () => CallWorker,
    private readonly patience: Patience,
  ) {}

  ask(tree: CallTree, work: CallWork, options: AskOptions): Promise<CallValue> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const one: Asked = { id: ++this.#last, tree, work, options };
      const stop = (): void => {
        one.end?.({ error: cancelled() });
        this.#worker?.postMessage({ kind: 'cancel', id: one.id });
        this.#time();
      };
      one.end = (outcome) => {
        one.end = undefined;
        signal?.removeEventListener('abort', stop);
        if ('value' in outcome) resolve(outcome.value);
        else reject(outcome.error);
      };
      signal?.addEventListener('abort', stop);
      // What could not be sent is not waited for.
      this.#post(one);
      this.#asked.push(one);
      this.#time();
    });
  }

  #post({ id, tree, work }: Asked): void {
    const to = this.#started();
    to.postMessage({ ...work, id, tree: this.#numberOf(to, tree) });
  }

  #started(): CallWorker {
    if (this.#worker) return this.#worker;
    const fresh = this.start();
    fresh.onDeath((message) => {
      if (this.#worker !== fresh) return;
      const all = this.#asked;
      this.#asked = [];
      this.#drop();
      const why = new Failure('calls-lost', `The calls could not be worked out: ${message}`, 'Try again.');
      for (const one of all) one.end?.({ error: why });
    });
    fresh.onAnswer((answer) => this.#worker === fresh && this.#take(answer));
    this.#worker = fresh;
    return fresh;
  }

  #take(answer: CallAnswer): void {
    const one = this.#asked.find(({ id }) => id === answer.id);
    if (!one) return;
    if (answer.kind === 'progress' || answer.kind === 'early') {
      if (!one.end) return;
      if (answer.kind === 'progress') one.options.onProgress?.(answer.done);
      else one.options.onEarly?.(answer.value);
      return;
    }
    this.#asked = this.#asked.filter((other) => other !== one);
    if (answer.kind === 'done') one.end?.({ value: answer.value });
    else if (answer.kind === 'failed')
      one.end?.({ error: new Failure(answer.code, answer.message, answer.remedy) });
    this.#time();
  }

  /** Looks after the first: the one that the worker is at. */
  #time(): void {
    const of = this.#asked.at(0);
    const wanted = of?.end !== undefined;
    if (this.#timed && this.#timed.of === of && this.#timed.wanted === wanted) return;
    this.#timed?.stop();
    this.#timed = undefined;
    if (!of) return;
    const { limit, cancelled: patience } = this.patience;
    const timer = setTimeout(() => this.#over(of), wanted ? limit : patience);
    this.#timed = { of, wanted, stop: () => clearTimeout(timer) };
  }

  /** It does not end: another worker begins with what stands behind it. */
  #over(one: Asked): void {
    this.#drop();
    one.end?.({ error: new Failure('calls-lost', 'The calls took too long to work out.', 'Try again.') });
    this.#asked = this.#asked.filter(({ end }) => end !== undefined);
    for (const next of this.#asked) this.#post(next);
    this.#time();
  }

  #drop(): void {
    this.#worker?.end();
    this.#worker = undefined;
    this.#held = [];
    this.#timed?.stop();
    this.#timed = undefined;
  }

  #numberOf(to: CallWorker, tree: CallTree): number {
    const known = this.#held.find((one) => one.tree === tree);
    this.#held = this.#held.filter((one) => one !== known);
    const one = known ?? { tree, number: ++this.#last };
    if (!known) to.postMessage({ kind: 'hold', tree: one.number, columns: tree });
    this.#held.push(one);
    while (this.#held.length > MOST_HELD)
      to.postMessage({ kind: 'drop', tree: this.#held.shift()?.number ?? 0 });
    return one.number;
  }
}

const cancelled = (): Failure => new Failure('cancelled', 'It was cancelled.');
