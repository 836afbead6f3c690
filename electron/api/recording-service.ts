import { basename } from 'node:path';
import type {
  AllocationOffer,
  CaptureChoice,
  NativeTool,
  RecordingApi,
  RecordingEnd,
  RecordOptions,
} from '../../shared/api/recording.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { Neighbours } from '../../shared/model/live-objects.js';
import { launchWithHeaptrack } from '../drivers/native/launched-heaptrack.js';
import { heldPythonStart, whyNotHeld } from '../drivers/python/held-start.js';
import type { EngineCall } from '../engine/heap-engine.js';
import type { Recording, RecordingOptions } from '../recorder/recording.js';
import { abortSignal } from './abort-signal.js';
import type { Recordings } from './recordings.js';
import {
  allocationTrackingSchema,
  captureChoiceSchema,
  launchOptionsSchema,
  nativeToolSchema,
  neighbourOptionsSchema,
  objectIdSchema,
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
  launch(
    command: string,
    args: readonly string[],
    cwd: string | undefined,
    env?: Readonly<Record<string, string>>,
  ): Promise<Launched>;
  /** What can trace native allocations of a process. Throws a Failure where nothing can. */
  nativeOffers(pid: number, tool?: NativeTool): Promise<readonly AllocationOffer[]>;
  /** The built program that takes heaptrack out of a program when we are killed. */
  readonly leaver: string | undefined;
}

export function recordingService({
  recordings,
  autosavePath,
  nameOf,
  launch,
  nativeOffers,
  leaver,
}: RecordingServiceOptions): RecordingApi {
  const exits = new Map<string, Promise<number>>();
  const recording = (given: unknown) => recordings.of(validated(sessionSchema, given, 'session'));
  const target = (given: unknown) => validated(targetSchema, given, 'target');
  const start = async (options: RecordOptions & Pick<RecordingOptions, 'startedWith'>) => {
    const [pid] = options.pids;
    const path = options.path ?? autosavePath(pid === undefined ? 'address' : await nameOf(pid));
    return recordings.start({ ...options, path });
  };
  const neighbours = async (
    question: 'referrers' | 'referents',
    ...[session, which, givenId, given]: readonly unknown[]
  ): Promise<Neighbours> => {
    const id = validated(objectIdSchema, givenId, 'object');
    const options = validated(neighbourOptionsSchema, given, 'options') ?? {};
    return recording(session).inspectObjects(target(which), (objects, signal) =>
      objects[question](id, options, signal),
    );
  };
  return {
    start: async (options) => (await start(validated(recordOptionsSchema, options, 'options'))).session,
    async launch(given) {
      const { command, args, cwd, native, ...options } = validated(launchOptionsSchema, given, 'options');
      const path = options.path ?? autosavePath(basename(command));
      // Beside the session: on the disk that was chosen for it.
      const heaptrack = native ? launchWithHeaptrack(command, cwd, `${path}.heaptrack`, leaver) : undefined;
      const held = heaptrack ? undefined : heldPythonStart(command, args, cwd, options);
      const program = await launch(command, args, cwd, heaptrack?.env ?? held?.env).catch(
        (error: unknown) => {
          held?.end();
          throw error;
        },
      );
      await held?.started(program.pid);
      const { session, recording } = await start({
        ...{ ...options, path, pids: [program.pid] },
        ...(heaptrack && { startedWith: heaptrack.of }),
      }).catch(async (error: unknown) => {
        held?.end();
        await heaptrack?.cancel(program.pid);
        throw error;
      });
      const unheld = !held && whyNotHeld(command, args, cwd);
      if (unheld) recording.note(unheld);
      if (held) {
        void recording.settled().finally(() => held.release());
        if (options.tree) held.follow(async (pid) => settled(recording, await recording.attach(pid)));
        recording.onEnd(() => held.end());
      }
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
    estimate: (session, which, choice) =>
      recording(session).estimate(target(which), undefined, choiceOf(choice)),
    snapshot: async (session, which, call) => recording(session).snapshot(target(which), began(call)),
    snapshotAs: async (session, which, choice, call) =>
      recording(session).snapshot(target(which), began(call), choiceOf(choice)),
    collectGarbage: (session, which) => recording(session).collectGarbage(target(which)),
    nativeOffers: async (pid, tool) =>
      nativeOffers(validated(pidSchema, pid, 'pid'), validated(nativeToolSchema, tool, 'tool') ?? undefined),
    allocationOffers: async (session, which) => recording(session).allocationOffers(target(which)),
    trackAllocations: (session, which, options) =>
      recording(session).trackAllocations(
        target(which),
        validated(allocationTrackingSchema, options, 'options') ?? undefined,
      ),
    keepAllocations: (session, which) => recording(session).keepAllocations(target(which)),
    trim: (session, which) => recording(session).trim(target(which)),
    objectCounts: (session, which) =>
      recording(session).inspectObjects(target(which), (objects, signal) => objects.counts(signal)),
    referrers: (session, which, id, options) => neighbours('referrers', session, which, id, options),
    referents: (session, which, id, options) => neighbours('referents', session, which, id, options),
    collector: (session, which) =>
      recording(session).inspectObjects(target(which), (objects, signal) => objects.collector(signal)),
  };
}

const choiceOf = (given: unknown): CaptureChoice | undefined =>
  validated(captureChoiceSchema, given, 'choice') ?? undefined;

/** Throws for one that was called off before it began. */
function began(call: Call | undefined): EngineCall {
  const signal = abortSignal(call?.signal);
  if (signal?.aborted) throw new Failure('cancelled', 'It was cancelled.');
  return { signal, onProgress: call?.onProgress };
}

/** Its driver is in, or will not be. */
function settled(recording: Recording, target: number): Promise<void> {
  const settles = (): boolean =>
    recording.attachments().some((one) => one.target === target && one.phase !== 'attaching');
  return new Promise((resolve) => {
    const look = (): void => {
      if (!settles()) return;
      stop();
      resolve();
    };
    const stop = recording.onChange(look);
    look();
  });
}
