import type { Taken } from './captures.js';
import { notBegun } from './not-begun.js';
import { cannot, nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';
import { twoAtATime } from './two-at-a-time.js';

export interface StartSnapshotsParts {
  /** Processes that join before it, ms since the session began, owe one too. */
  readonly within: number;
  now(): number;
  take(target: TargetRun): Promise<Taken>;
  /** Says what those of several isolates cost; answers which of them are to be taken. */
  announce(targets: readonly TargetRun[], signal: AbortSignal, taken: number): Promise<readonly TargetRun[]>;
  mark(text: string, target: TargetRun): void;
}

/**
 * Snapshots of the start. Each target owes one from when it is added until it was taken, and gives it as soon as it is
 * entered: a process may be slow to let us in, or first be the launcher of the program that is meant.
 */
export class StartSnapshots {
  readonly #all = new Map<TargetRun, Owed>();
  readonly #queue: TargetRun[] = [];
  readonly #ending = new AbortController();
  readonly #announced = new Set<TargetRun['captures']>();
  #taking = false;
  #arrived = (): void => {};

  constructor(private readonly parts: StartSnapshotsParts) {}

  /** `named`: at the start of the recording. Its own absence is told, that of a child which came and went is not. */
  owe(target: TargetRun, named: boolean): void {
    if (named || this.#early) this.#all.set(target, { named, state: 'waits', entered: 0 });
  }

  /** Its driver is in, for the first time or anew. */
  entered(target: TargetRun): void {
    const { attachment, within } = target;
    const owner = within && this.#all.get(within);
    if (owner && within && (within.listing || this.#early)) this.owe(target, owner.named);
    const owed = this.#all.get(target);
    if (!owed || this.#ending.signal.aborted) return;
    owed.entered++;
    if (owed.state === 'queued' || (owed.state === 'taken' && !this.#early)) return;
    if (attachment?.captureHeap) this.#enqueue(target, owed);
    else owed.state = 'gives-none';
  }

  /** None is begun any more. */
  stop(): void {
    this.#ending.abort();
  }

  /** A sentence for each that was not taken; to be asked while targets are still in. */
  problems(): readonly string[] {
    const all = [...this.#all];
    const told = all.flatMap(([target, owed]) => owed.why ?? notEntered(target, owed) ?? []);
    const left = all.flatMap(([target, { state }]) => (state === 'queued' && !wasLeft(target) ? target : []));
    if (left.length > 0) told.push(notBegun(left, all.length, undefined));
    const none = told.length === 0 && all.every(([, { state }]) => state === 'gives-none');
    return none ? ['nothing that is recorded can give a heap snapshot.'] : told;
  }

  get #early(): boolean {
    return this.parts.now() < this.parts.within;
  }

  #enqueue(target: TargetRun, owed: Owed): void {
    owed.state = 'queued';
    owed.why = undefined;
    this.#queue.push(target);
    this.#arrived();
    if (!this.#taking) void this.#takeQueued();
  }

  async #takeQueued(): Promise<void> {
    this.#taking = true;
    const arrival = (): Promise<void> =>
      new Promise((resolve) => {
        this.#arrived = resolve;
      });
    const { signal } = this.#ending;
    while (this.#queue.length > 0 && !signal.aborted)
      await twoAtATime(this.#queue, (target) => this.#take(target), signal, arrival);
    this.#taking = false;
  }

  /** Of an isolate inside a process: asked once it is known which others there are. */
  async #chosen(target: TargetRun): Promise<boolean> {
    const { captures, within } = target;
    if (!within) return true;
    await within.listed;
    const those = [target];
    if (!this.#announced.has(captures)) those.push(...this.#queue.filter((one) => one.captures === captures));
    this.#announced.add(captures);
    const taken = [...this.#all].filter(([one, { state }]) => one.captures === captures && state === 'taken');
    const chosen = await this.parts.announce(those, this.#ending.signal, taken.length);
    for (const other of those) {
      const owed = this.#all.get(other);
      if (chosen.includes(other) || !owed) continue;
      owed.state = 'gives-none';
      const at = this.#queue.indexOf(other);
      if (at >= 0) this.#queue.splice(at, 1);
    }
    return chosen.includes(target);
  }

  async #take(target: TargetRun): Promise<void> {
    const owed = this.#all.get(target);
    if (!owed || !(await this.#chosen(target))) return;
    const { attachment } = target;
    try {
      const { at } = (await this.parts.take(target)).snapshot;
      owed.state = 'taken';
      if (owed.entered > 1 || at > LATE || !owed.named)
        this.parts.mark(
          `the snapshot of the start of ${nameOf(target)} was taken at ${(at / 1000).toFixed(1)} s: it could not be entered before`,
          target,
        );
    } catch (error) {
      owed.state = 'failed';
      if (wasLeft(target) && !this.#ending.signal.aborted) return;
      owed.why = `${nameOf(target)}: ${sentence(error)}`;
      // The program that it was taken of has become another meanwhile, which is in already.
      const anew = target.attachment !== attachment && target.attachment?.captureHeap;
      if (anew && !this.#ending.signal.aborted) this.#enqueue(target, owed);
    }
  }
}

/** Why one that was never in gave none; undefined where none was expected. */
function notEntered(target: TargetRun, { state, named }: Owed): string | undefined {
  const waited = state === 'waits' || (state === 'gives-none' && !target.attachment && target.live);
  if (!waited || !named || wasLeft(target)) return undefined;
  return target.live
    ? sentence(cannot(target, 'give a heap snapshot'))
    : `${nameOf(target)} ${target.message ?? 'ended'} before it was entered.`;
}

const wasLeft = ({ phase }: TargetRun): boolean => phase === 'detached';

interface Owed {
  readonly named: boolean;
  state: 'waits' | 'gives-none' | 'queued' | 'taken' | 'failed';
  why?: string | undefined;
  /** How often its driver came in. */
  entered: number;
}

/** One that is taken so long after the start, ms, is worth a word: what came before it is not in it. */
const LATE = 5000;
