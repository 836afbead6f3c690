import type { RecordingApi, RecordingEnd, RecordOptions } from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import { abortSignal } from './abort-signal.js';
import type { Recordings } from './recordings.js';
import {
  launchOptionsSchema,
  pidSchema,
  recordOptionsSchema,
  sessionSchema,
  targetSchema,
} from './schemas.js';
import { validated } from './validated.js';

/** A program that was started to be recorded. */
export interface Launched {
  readonly pid: number;
  /** 128 + the signal's number where one ended it. */
  readonly exitStatus: Promise<number>;
}

export interface RecordingServiceOptions {
  readonly recordings: Recordings;
  /** Where a session goes that the user gave no name; `what` is recorded in it. */
  autosavePath(what: string): string;
  nameOf(pid: number): Promise<string>;
  launch(command: string, args: readonly string[], cwd: string | undefined): Promise<Launched>;
}

export function recordingService({
  recordings,
  autosavePath,
  nameOf,
  launch,
}: RecordingServiceOptions): RecordingApi {
  const exits = new Map<string, Promise<number>>();
  const recording = (given: unknown) => recordings.of(validated(sessionSchema, given, 'session'));
  const target = (given: unknown) => validated(targetSchema, given, 'target');
  const start = async (options: RecordOptions) => {
    const [pid] = options.pids;
    const path = options.path ?? autosavePath(pid === undefined ? 'address' : await nameOf(pid));
    return recordings.start({ ...options, path });
  };
  return {
    start: async (options) => (await start(validated(recordOptionsSchema, options, 'options'))).session,
    async launch(given) {
      const { command, args, cwd, ...options } = validated(launchOptionsSchema, given, 'options');
      const program = await launch(command, args, cwd);
      const { session } = await start({ ...options, pids: [program.pid] });
      exits.set(session, program.exitStatus);
      return session;
    },
    async ended(given): Promise<RecordingEnd> {
      const session = validated(sessionSchema, given, 'session');
      const end = await recordings.ended(session);
      // A recording that ended before its program did does not wait for it.
      const exitStatus = await Promise.race([
        exits.get(session),
        new Promise<undefined>((go) => setImmediate(() => go(undefined))),
      ]);
      return { ...end, exitStatus };
    },
    attach: async (session, pid) => void (await recording(session).attach(validated(pidSchema, pid, 'pid'))),
    detach: (session, which) => recording(session).detach(target(which)),
    async stop(given) {
      const session = validated(sessionSchema, given, 'session');
      await recordings.stop(session);
    },
    attachments: async (session) => recording(session).attachments(),
    estimate: (session, which) => recording(session).estimate(target(which)),
    async snapshot(session, which, call) {
      const signal = abortSignal(call?.signal);
      if (signal?.aborted) throw new Failure('cancelled', 'It was cancelled.');
      return recording(session).snapshot(target(which), { signal, onProgress: call?.onProgress });
    },
    collectGarbage: (session, which) => recording(session).collectGarbage(target(which)),
    trim: (session, which) => recording(session).trim(target(which)),
  };
}
