import type { CaptureChoice } from '../../shared/api/recording.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import { liveObjects } from '../drivers/live-objects.js';
import type { ObjectInspection } from '../drivers/object-inspection.js';
import type { InventoryRecording } from './inventory-recording.js';
import type { Journal } from './journal.js';
import type { Stacks } from './recording.js';
import { cannot, nameOf } from './sentence.js';
import type { TargetRun } from './target-run.js';

/** What a user asks a running target for beside snapshots. Each throws what the driver throws, and where a target cannot. */
export class TargetQuestions {
  constructor(
    private readonly journal: Journal,
    private readonly inventories: InventoryRecording,
  ) {}

  async estimate(target: TargetRun, signal?: AbortSignal, choice?: CaptureChoice): Promise<CaptureEstimate> {
    const estimate = await target.attachment?.estimateCapture?.(limited(ESTIMATE_LIMIT, signal), choice);
    if (!estimate) throw cannot(target, 'give a heap snapshot');
    return estimate;
  }

  async threads(
    target: TargetRun,
    options: { readonly values?: boolean },
    signal?: AbortSignal,
  ): Promise<Stacks> {
    const { attachment } = target;
    if (!attachment?.threads) throw cannot(target, 'show the stacks of its threads');
    const read = attachment.threads.bind(attachment);
    // Of a Python program it forks, as a capture does.
    return target.captures.run(() => read(options, limited(STACKS_LIMIT, signal)));
  }

  async inspectObjects<T>(
    target: TargetRun,
    ask: (objects: ObjectInspection, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { attachment } = target;
    if (!attachment) throw cannot(target, 'be asked about its objects');
    // A question may stop the process as a snapshot does: never both at a time.
    return target.captures.run(() => ask(liveObjects(attachment), limited(OBJECTS_LIMIT)));
  }

  async trim(target: TargetRun, signal?: AbortSignal): Promise<void> {
    const { attachment } = target;
    if (!attachment?.trim) throw cannot(target, 'be asked to give memory back');
    await this.inventories.keep(target, 'asked');
    this.journal.mark('trim', `before malloc_trim of ${nameOf(target)}, asked for`, target);
    await attachment.trim(limited(COLLECT_LIMIT, signal));
    this.journal.mark('trim', `after malloc_trim of ${nameOf(target)}`, target);
    await this.inventories.keep(target, 'asked');
  }

  async collectGarbage(target: TargetRun, signal?: AbortSignal): Promise<void> {
    if (!target.attachment?.collectGarbage) throw cannot(target, 'be asked to collect garbage');
    this.journal.mark('gc', `before a garbage collection of ${nameOf(target)}, asked for`, target);
    await target.attachment.collectGarbage(limited(COLLECT_LIMIT, signal));
    this.journal.mark('gc', `after the garbage collection of ${nameOf(target)}`, target);
  }
}

const ESTIMATE_LIMIT = 10_000;
const COLLECT_LIMIT = 30_000;
const STACKS_LIMIT = 10_000;
/** Tens of millions of objects are counted in some ten seconds, in a copy. */
const OBJECTS_LIMIT = 60_000;

function limited(ms: number, signal?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}
