import type { RecordingEnd, SampleEvent, SessionEvent } from '../../shared/api/recording.js';
import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { Recorder } from '../recorder/recorder.js';
import type { Recording, RecordingOptions } from '../recorder/recording.js';
import type { SampleBatch } from '../store/session-store.js';
import type { OpenSessions } from './open-sessions.js';

export interface Recordings {
  start(options: Omit<RecordingOptions, 'snapshotId'>): Promise<{ session: SessionId; recording: Recording }>;
  /** The recording that writes a session. Throws a Failure when it has ended. */
  of(session: SessionId): Recording;
  /** Also of one that has ended. */
  ended(session: SessionId): Promise<RecordingEnd>;
  /** Ends the recording of a session, if one runs. */
  stop(session: SessionId): Promise<void>;
  stopAll(): Promise<void>;
}

/** How often the meter of our own cost is pushed, ms. */
const METER = 1000;

/** The recordings that run here, each with its session open, pushing what comes in as events. */
export function createRecordings(
  recorder: Recorder,
  sessions: OpenSessions,
  emit: (topic: string, value: unknown) => void,
): Recordings {
  const running = new Map<SessionId, Recording>();
  const ends = new Map<SessionId, Promise<RecordingEnd>>();

  const follow = (session: SessionId, recording: Recording): void => {
    const changed = (): void =>
      emit('session', { session, overhead: recording.overhead() } satisfies SessionEvent);
    recording.onSamples((batches) => {
      for (const batch of batches) emit('samples', sampleEvent(session, batch));
    });
    recording.onChange(changed);
    const meter = setInterval(changed, METER);
    meter.unref();
    recording.onEnd(() => {
      clearInterval(meter);
      running.delete(session);
      sessions.ended(session);
      emit('session', { session } satisfies SessionEvent);
    });
  };
  const of = (session: SessionId): Recording => {
    const recording = running.get(session);
    if (!recording)
      throw new Failure('not-recording', 'This session is not being recorded.', 'Start a recording first.');
    return recording;
  };
  return {
    async start(options) {
      const session = sessions.reserve();
      const recording = await recorder.start({
        ...options,
        snapshotId: (number) => snapshotId(`${session}/${number}`),
      });
      sessions.adopt(session, recording.path);
      running.set(session, recording);
      ends.set(session, recording.ended);
      follow(session, recording);
      emit('session', { session } satisfies SessionEvent);
      return { session, recording };
    },
    of,
    ended(session) {
      const end = ends.get(session);
      if (!end) throw new Failure('not-recording', 'This session was not recorded here.');
      return end;
    },
    async stop(session) {
      await running.get(session)?.stop();
    },
    async stopAll() {
      await Promise.all([...running.values()].map((recording) => recording.stop()));
    },
  };
}

function sampleEvent(session: SessionId, { target, time, series, gc }: SampleBatch): SampleEvent {
  const columns: Record<string, readonly (number | null)[]> = {};
  for (const [name, values] of series)
    columns[name] = values.map((value) => (Number.isNaN(value) ? null : value));
  return { session, target, time, series: columns, gc };
}
