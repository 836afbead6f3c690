import type { RecordingApi } from '../../shared/api/recording.js';
import type { SessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';

/** A heap is there a moment after the attach, ms. */
const READABLE = 30_000;
const LOOK_EVERY = 100;

/** The target of a process, once a snapshot of it can be taken. Throws a Failure where that does not come. */
export async function readableTarget(
  recording: Pick<RecordingApi, 'attachments'>,
  session: SessionId,
  pid: number,
): Promise<number> {
  for (let waited = 0; ; waited += LOOK_EVERY) {
    const own = (await recording.attachments(session)).filter((one) => one.pid === pid);
    // One that was left, and attached to again, is there twice.
    const there = own.filter(({ phase }) => phase !== 'lost' && phase !== 'detached');
    const readable = there.find(({ canSnapshot }) => canSnapshot);
    if (readable) return readable.target;
    if (waited >= READABLE || (own.length > 0 && there.length === 0)) throw unreadable(pid, own.at(-1));
    await new Promise((done) => setTimeout(done, LOOK_EVERY));
  }
}

function unreadable(
  pid: number,
  last: { readonly message?: string; readonly remedy?: string } = {},
): Failure {
  return new Failure(
    'no-heap',
    last.message ?? `No snapshot was taken: the heap of ${pid} could not be read.`,
    last.remedy ?? 'Take one later, or record without.',
  );
}
