/** Something dear that is done again and again, at most every `every` ms. */
export interface SlowJob {
  readonly every: number;
  /** It goes before others by so many ms: what it reads has moved. */
  ahead?(): number;
  /** Errors are its own affair. */
  run(): Promise<void>;
}

/** Of few targets each job is done so often without a rest: a user who just attached sees its figures at once. */
const WELCOME = 3;
const FEW = 8;
/** Of more targets the first sums and the first account of each: what a short recording is about. Of one core. */
const FIRST = 2;
const FIRST_SHARE = 0.3;
/** ms at most after each of those: on a busy machine their cost is seen too high. */
const FIRST_REST = 250;
/** Milliseconds between two of those. */
const SOON = 250;

/**
 * Does dear things one at a time, so that all together take no more than `share` of one core: after each
 * the lane rests in proportion to what it took, less while targets are new. Few are read at their full rate, many in turn.
 */
export class SlowLane {
  readonly #due = new Map<SlowJob, number>();
  readonly #runs = new WeakMap<SlowJob, number>();
  #openAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #stopped = false;

  constructor(private readonly share: number) {}

  add(job: SlowJob): void {
    this.#due.set(job, performance.now());
    this.#arm();
  }

  remove(job: SlowJob): void {
    this.#due.delete(job);
  }

  stop(): void {
    this.#stopped = true;
    this.#due.clear();
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#busy || this.#stopped) return;
    const next = this.#next();
    if (!next) return;
    const wait = Math.max(next.due, this.#openAt) - performance.now();
    this.#timer = setTimeout(() => void this.#run(next.job), Math.max(0, wait));
  }

  async #run(job: SlowJob): Promise<void> {
    this.#busy = true;
    const began = performance.now();
    const cpu = process.cpuUsage();
    await job.run().catch(() => {});
    const ended = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    // Neither can be less than what the job cost: the one has waiting in it, the other what else we did.
    const cost = Math.min(ended - began, (user + system) / 1000);
    const runs = (this.#runs.get(job) ?? 0) + 1;
    this.#runs.set(job, runs);
    const welcome = runs < WELCOME && this.#due.size <= FEW;
    const share = runs <= FIRST ? Math.max(FIRST_SHARE, this.share) : this.share;
    const rest = cost * (1 / share - 1);
    this.#openAt = welcome ? ended : ended + (runs <= FIRST ? Math.min(rest, FIRST_REST) : rest);
    if (this.#due.has(job)) this.#due.set(job, began + (welcome ? SOON : job.every));
    this.#busy = false;
    this.#arm();
  }

  /** Of those that are due when the lane is next free, the one that has waited longest or goes before it. */
  #next(): { job: SlowJob; due: number } | undefined {
    const free = Math.max(performance.now(), this.#openAt, Math.min(...this.#due.values()));
    let best: { job: SlowJob; due: number; rank: number } | undefined;
    for (const [job, due] of this.#due) {
      if (due > free) continue;
      const rank = due - (job.ahead?.() ?? 0);
      if (!best || rank < best.rank) best = { job, due, rank };
    }
    return best;
  }
}
