import { Failure, saying } from '../../shared/base/failure.js';
import type { MarkKind } from '../../shared/model/session.js';
import type { SessionWriter } from '../store/session-store.js';
import { Listeners } from './listeners.js';
import type { TargetRun } from './target-run.js';

/**
 * What goes into the file, and the news that something did. The first write that fails is told once to
 * `onBroken`; after it nothing is written any more, and what was written stays.
 */
export class Journal {
  readonly changes = new Listeners<void>();
  #broken: Failure | undefined;
  #closed = false;

  constructor(
    private readonly writer: SessionWriter,
    readonly now: () => number,
    private readonly onBroken: () => void,
  ) {}

  get broken(): Failure | undefined {
    return this.#broken;
  }

  /** False when the file takes no more. */
  write(work: (writer: SessionWriter) => void): boolean {
    if (this.#broken || this.#closed) return false;
    try {
      work(this.writer);
      return true;
    } catch (error) {
      this.#broken = error instanceof Failure ? error : new Failure('store', saying(error));
      this.onBroken();
      return false;
    }
  }

  /** Without a target it is one of the whole recording. */
  mark(kind: MarkKind, text: string, target?: TargetRun): void {
    const of = target && { target: target.id };
    this.write((writer) => writer.mark({ at: this.now(), kind, text, ...of }));
    this.changes.tell();
  }

  /** The plain file, or where that cannot be made, what there is. */
  close(): void {
    this.write((writer) => writer.complete(this.now()));
    if (this.#broken) this.writer.abandon();
    this.#closed = true;
  }
}
