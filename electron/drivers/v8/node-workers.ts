import { Failure } from '../../../shared/base/failure.js';
import { pauseFor, within } from '../time-limit.js';
import {
  type CallOptions,
  type DevtoolsLink,
  evaluate,
  evaluatePlainly,
  type Params,
} from './devtools-link.js';
import { CAN_REQUIRE, HAS_PREPARED } from './target-programs.js';
import { CALL_LIMIT } from './wire.js';

/** One worker thread of a Node process, and the way to speak with it. */
export interface NodeWorker {
  /** `worker 2`, with the name that the program gave it where it did. */
  readonly title: string;
  readonly link: DevtoolsLink;
}

const MOST_WORKERS = 256;
const START_LIMIT = 60_000;
/** ms: a worker inside a system call answers when it returns; one in `Atomics.wait` is interrupted and does at once. */
const FIRST_ANSWER = 1000;
/** ms between two looks for what a worker has answered; later a twentieth of what was waited, at most the other. */
const SHORT_PAUSE = 20;
const LONGEST_PAUSE = 1000;

/**
 * Reports the workers that are there and those that start later, until the link goes. `told` settles when each that was
 * there has been reported or was too busy to say that it is there; such a one is reported when it answers.
 */
export async function watchWorkers(
  link: DevtoolsLink,
  found: (worker: NodeWorker) => void,
): Promise<{ readonly told: Promise<unknown> }> {
  const starting: Promise<void>[] = [];
  let first = true;
  const workers = new Map<string, WorkerLink>();
  link.onEvent((method, params) => {
    const session = String(params['sessionId']);
    if (method === 'NodeWorker.attachedToWorker' && workers.size < MOST_WORKERS) {
      const worker = new WorkerLink(link, session);
      workers.set(session, worker);
      const title = titleOf(params['workerInfo'] as Params | undefined);
      const busy = new Promise<void>((resolve) => {
        const started = whenStarted(worker, resolve).then(
          () => found({ title, link: worker }),
          () => worker.close(),
        );
        started.finally(resolve);
      });
      if (first) starting.push(busy);
    } else if (method === 'NodeWorker.receivedMessageFromWorker') {
      workers.get(session)?.receive(String(params['message']));
    } else if (method === 'NodeWorker.detachedFromWorker') {
      workers.get(session)?.lose();
      workers.delete(session);
    }
  });
  link.onClose(() => {
    for (const worker of workers.values()) worker.lose();
    workers.clear();
  });
  await link.send('NodeWorker.enable', { waitForDebuggerOnStart: false }, UNHURRIED);
  await fetchPatiently(link);
  first = false;
  return { told: Promise.allSettled(starting) };
}

/**
 * A worker can be reached before Node has made its globals, and while it loads its loaders: what we ask then throws, to us
 * alone, and is asked again. Before Node 20.16 a file's worker may never have `require`.
 */
async function whenStarted(worker: WorkerLink, busy: () => void): Promise<void> {
  const patience = setTimeout(busy, FIRST_ANSWER);
  try {
    let prepared = await evaluatePlainly(worker, HAS_PREPARED, UNHURRIED);
    let waited = 0;
    for (let pause = 10; !prepared || !(await canRequire(worker)); pause = Math.min(pause * 1.5, 500)) {
      if (waited > START_LIMIT) throw slow(START_LIMIT);
      await pauseFor(pause);
      waited += pause;
      prepared ||= await evaluatePlainly(worker, HAS_PREPARED, UNHURRIED);
    }
  } finally {
    clearTimeout(patience);
  }
}

/** What is busy answers later: the question ends with the worker, or with the connection. */
export const UNHURRIED: CallOptions = { limit: Number.POSITIVE_INFINITY };

async function canRequire(worker: WorkerLink): Promise<boolean> {
  try {
    return await evaluate(worker, CAN_REQUIRE, UNHURRIED);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return false;
  }
}

/** A main thread that is busy tells them later: that is no end. */
export async function fetchPatiently(link: DevtoolsLink): Promise<void> {
  await link.fetchEvents?.().catch((error: unknown) => {
    if (!(error instanceof Failure && error.code === 'target-busy')) throw error;
  });
}

/** Node titles them `[worker 3] name`. */
function titleOf(info: Params | undefined): string {
  const title = String(info?.['title'] ?? '').slice(0, 200);
  const [, number, name] = /^\[(worker \d+)\] ?(.*)$/s.exec(title) ?? [];
  if (number === undefined) return `worker ${String(info?.['workerId'] ?? '')}`.trim();
  return name && name !== 'WorkerThread' ? `${number} ${name}` : number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The protocol inside the protocol: each message to a worker is text in a message to the main thread. */
class WorkerLink implements DevtoolsLink {
  readonly #waiting = new Map<number, Waiting>();
  readonly #events = new Set<(method: string, params: Params) => void>();
  readonly #closed = new Set<() => void>();
  #lastId = 0;
  #open = true;

  constructor(
    private readonly parent: DevtoolsLink,
    private readonly sessionId: string,
  ) {}

  async send<Result>(method: string, params: Params = {}, options: CallOptions = {}): Promise<Result> {
    if (!this.#open) throw lost();
    const { limit = CALL_LIMIT, signal } = options;
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    answer.catch(() => undefined);
    const message = JSON.stringify({ id, method, params });
    await this.parent.send(
      'NodeWorker.sendMessageToWorker',
      { message, sessionId: this.sessionId },
      { ...options, limit },
    );
    const settled = within(answer, limit, () => slow(limit), signal) as Promise<Result>;
    this.#fetchUntil(settled).catch(() => undefined);
    return settled;
  }

  async #fetchUntil(answered: Promise<unknown>): Promise<void> {
    if (!this.parent.fetchEvents) return;
    let waiting = true;
    answered
      .catch(() => undefined)
      .finally(() => {
        waiting = false;
      });
    const began = performance.now();
    for (let pause = 1; waiting; ) {
      await fetchPatiently(this.parent);
      if (waiting) await pauseFor(pause);
      const most = Math.max(SHORT_PAUSE, (performance.now() - began) / 20);
      pause = Math.min(pause * 2, most, LONGEST_PAUSE);
    }
  }

  onEvent(listener: (method: string, params: Params) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  onClose(listener: () => void): void {
    this.#closed.add(listener);
  }

  receive(text: string): void {
    const message = JSON.parse(text) as Params;
    if (typeof message['method'] === 'string') {
      for (const listener of this.#events) listener(message['method'], (message['params'] ?? {}) as Params);
      return;
    }
    const call = this.#waiting.get(Number(message['id']));
    this.#waiting.delete(Number(message['id']));
    const error = message['error'] as { message?: string } | undefined;
    if (error) call?.reject(new Error(String(error.message)));
    else call?.resolve(message['result']);
  }

  lose(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const call of this.#waiting.values()) call.reject(lost());
    this.#waiting.clear();
    for (const listener of this.#closed) listener();
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#closed.clear();
    this.lose();
    await this.parent
      .send('NodeWorker.detach', { sessionId: this.sessionId }, { limit: 1000 })
      .catch(() => undefined);
  }
}

const lost = (): Failure => new Failure('target-lost', 'The worker is gone.');

const slow = (limit: number): Failure =>
  new Failure(
    'target-busy',
    `The worker did not answer within ${Math.round(limit / 1000)} s: its event loop is blocked.`,
    'Try again when it is less busy.',
  );
