import type { AttachmentState, NativeState } from '../../shared/api/recording.js';
import { Failure, saying } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Attachment } from '../drivers/driver.js';
import { OneAtATime } from './one-at-a-time.js';

/** One target of a running recording: a process, or an isolate inside one. */
export class TargetRun {
  attachment: Attachment | undefined;
  message: string | undefined;
  /** What is about to be done that the process will feel: a sentence without its full stop. */
  plan: string | undefined;
  remedy: string | undefined;
  /** Of the tool for its native allocations, if one was asked for. */
  native: NativeState | undefined;
  /** Isolates that were there when it was entered are on their way. */
  listing = false;
  /** Resolves when they are here; never rejects. */
  listed: Promise<void> = Promise.resolve();
  /** It does not let us in yet, for a reason of its own that may last. */
  waiting = false;
  /** A child of a browser or an Electron app: what runs in it is seen from the main process. */
  seenFromMain = false;
  /** Ends the entering that is under way. */
  entering: AbortController | undefined;
  /** Isolates of one process share it: two captures at a time would stop the process twice as long. */
  readonly captures: OneAtATime;
  /** The driver is out and the process lives. */
  #connectionOnly = false;
  #phase: AttachmentState['phase'] = 'attaching';
  #waiting: (() => void)[] = [];

  constructor(
    readonly id: number,
    public process: ProcessInfo,
    /** A process that shows pages is called after the first. */
    public name: string,
    /** The target in whose process it lives. */
    readonly within?: TargetRun,
  ) {
    this.captures = within?.captures ?? new OneAtATime();
  }

  get phase(): AttachmentState['phase'] {
    return this.#phase;
  }

  set phase(phase) {
    this.#phase = phase;
    this.waiting = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Still sampled. */
  get live(): boolean {
    return this.phase === 'attaching' || this.phase === 'attached' || this.#connectionOnly;
  }

  /** Resolves when its driver is in, or is known not to come in soon. Rejects with `cancelled`. */
  async entered(signal: AbortSignal): Promise<void> {
    while (this.phase === 'attaching' && !this.waiting) {
      if (signal.aborted) throw new Failure('cancelled', 'It was cancelled.');
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Still `attaching`, and not for want of a turn. */
  waits(why: string): void {
    this.waiting = true;
    this.message = why;
    for (const go of this.#waiting.splice(0)) go();
  }

  attached(attachment: Attachment): void {
    this.phase = 'attached';
    this.attachment = attachment;
    // What a list of processes says that an attach will lack is true of one that gives no heap.
    const lacks = attachment.captureHeap === undefined || this.process.address !== undefined;
    this.message = lacks ? this.process.reason : undefined;
    this.remedy = undefined;
    this.#connectionOnly = false;
  }

  /** The driver is out, the process lives: its system figures go on. */
  loseConnection(reason: string): void {
    this.attachment = undefined;
    this.phase = 'lost';
    this.#connectionOnly = this.within === undefined;
    this.message = reason;
    this.remedy = reason === EXITED ? undefined : 'Detach it and attach again.';
  }

  end(phase: 'lost' | 'detached', message?: string): void {
    this.#connectionOnly = false;
    this.phase = phase;
    this.attachment = undefined;
    this.message = message;
    this.remedy = undefined;
    this.entering?.abort();
    this.entering = undefined;
  }

  /** Its system figures are all there will be. */
  settleFor(error: unknown): void {
    this.phase = 'attached';
    this.seenFromMain = error instanceof Failure && error.code === 'not-the-main-process';
    this.message = saying(error);
    this.remedy = error instanceof Failure ? error.remedy : undefined;
  }

  state(): AttachmentState {
    return {
      target: this.id,
      pid: this.process.pid,
      phase: this.phase,
      canSnapshot: this.attachment?.captureHeap !== undefined,
      canCollect: this.attachment?.collectGarbage !== undefined,
      canTrim: this.attachment?.trim !== undefined,
      ...(this.native && { native: this.native }),
      ...(this.plan !== undefined && { plan: this.plan }),
      ...(this.message === undefined ? {} : { message: this.message }),
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
    };
  }
}

/** What drivers and samplers say of a process that is gone. */
const EXITED = 'exited';
