import { Failure } from '../../../../shared/base/failure.js';
import type { HeapSink } from '../../driver.js';
import { cancelled, within } from '../../time-limit.js';
import type { Guest } from './reception.js';
import { StreamWatch } from './stream-watch.js';

/** A child that sends nothing for so long has met with something that will not end. */
const SILENCE = 60_000;
/** The shortest object; a guess of how many there are, for the progress. */
const BYTES_PER_OBJECT = 70;

/** Gives the child its program and passes on what it streams; ends with the stream whole, or throws. */
export async function captureStream(
  { socket }: Guest,
  program: Buffer,
  sink: HeapSink,
  signal: AbortSignal,
  rss: number,
): Promise<StreamWatch> {
  const watch = new StreamWatch();
  const stop = (): void => void socket.destroy(cancelled());
  signal.addEventListener('abort', stop, { once: true });
  socket.setTimeout(SILENCE, () => socket.destroy(silent()));
  try {
    if (signal.aborted) throw cancelled();
    socket.write(program);
    for await (const chunk of socket as AsyncIterable<Uint8Array>) {
      watch.take(chunk);
      await within(sink.write(chunk), SILENCE, silent, signal);
      const expected = Math.max(rss / BYTES_PER_OBJECT, watch.nodes + 1);
      sink.progress?.(Math.min(0.99, watch.nodes / expected), 'reading objects');
    }
    watch.requireWhole();
    return watch;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (error instanceof Failure) throw error;
    throw broken(watch) ?? error;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

function broken(watch: StreamWatch): unknown {
  try {
    watch.requireWhole();
  } catch (error) {
    return error;
  }
  return undefined;
}

const silent = (): Failure =>
  new Failure('python-capture', 'The snapshot stood still for a minute, and was given up.', 'Try again.');
