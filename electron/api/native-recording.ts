import { Failure, saying } from '../../shared/base/failure.js';
import { heaptrackTrace, type NativeTrace } from '../drivers/native/heaptrack.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { Recording } from '../recorder/recording.js';

const LIMIT = 300_000;

/**
 * Keeps what heaptrack wrote of a launched program in its session, as allocations held at the end and at the peak.
 * Called when the recording ends, before its file is closed; what goes wrong is a mark.
 */
export async function keepNativeAllocations(
  recording: Recording,
  trace: NativeTrace,
  engine: HeapEngine,
  programLives: () => boolean,
): Promise<void> {
  try {
    const file = await trace.interpret(AbortSignal.timeout(LIMIT));
    const at = recording.now();
    for (const [index, { data, ...facts }] of (await engine.importAllocations(file)).entries())
      recording.keep({
        kind: 'allocations',
        target: 1,
        at,
        meta: { ...facts, duration: 0, source: `native-${index + 1}` },
        data,
      });
  } catch (error) {
    const remedy = error instanceof Failure && error.remedy ? ` ${error.remedy}` : '';
    recording.note(`native allocations: ${saying(error)}${remedy}`);
  } finally {
    trace.remove(programLives());
  }
}

/** Beside the session, so that it lies on the disk that was chosen for it. */
export const nativeTrace = (command: string, cwd: string | undefined, session: string): NativeTrace =>
  heaptrackTrace(command, cwd, `${session}.heaptrack`);
