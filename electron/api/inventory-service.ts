import type { InventoryApi, StacksAnswer } from '../../shared/api/inventory.js';
import { Failure, saying } from '../../shared/base/failure.js';
import { nativeStacks } from '../drivers/native/native-stacks.js';
import { runtimeInside } from '../drivers/native/plain-native.js';
import { kernelStacks } from '../processes/linux/kernel-stacks.js';
import type { Recording } from '../recorder/recording.js';
import type { OpenSessions } from './open-sessions.js';
import type { Recordings } from './recordings.js';
import {
  descriptorQuerySchema,
  inventoryQuerySchema,
  regionQuerySchema,
  sessionSchema,
  stacksOptionsSchema,
  targetSchema,
  threadQuerySchema,
} from './schemas.js';
import { sessionDescriptors, sessionRegions, sessionThreads } from './session-inventory.js';
import { validated } from './validated.js';

export interface InventoryServiceOptions {
  readonly sessions: OpenSessions;
  readonly recordings: Recordings;
}

/** Mappings, threads, descriptors and stacks: those recorded, and taken now. */
export function inventoryService({ sessions, recordings }: InventoryServiceOptions): InventoryApi {
  const id = (given: unknown) => validated(sessionSchema, given, 'session');
  const entry = (given: unknown) => sessions.entry(id(given));
  return {
    regions: async (session, query) =>
      sessionRegions(entry(session), validated(regionQuerySchema, query, 'query')),
    threads: async (session, query) =>
      sessionThreads(entry(session), validated(threadQuerySchema, query, 'query')),
    descriptors: async (session, query) =>
      sessionDescriptors(entry(session), validated(descriptorQuerySchema, query, 'query')),
    take: (session, target) =>
      recordings.of(id(session)).inventory(validated(targetSchema, target, 'target')),
    async stacks(session, given) {
      const { target, at, to } = validated(inventoryQuerySchema, given, 'query');
      const open = entry(session);
      const taken = open
        .artifacts({ kind: STACKS, ...(target !== undefined && { target }) })
        .filter((one) => one.at <= (to ?? at ?? Number.POSITIVE_INFINITY));
      const last = taken.at(-1);
      return last && storedStacks(open.artifact(last.id));
    },
    async takeStacks(session, target, given) {
      const recording = recordings.of(id(session));
      const number = validated(targetSchema, target, 'target');
      const answer = await takenStacks(recording, number, validated(stacksOptionsSchema, given, 'options'));
      const data = new TextEncoder().encode(JSON.stringify(answer));
      if (data.length <= MOST_BYTES) recording.keep({ kind: STACKS, target: number, at: answer.at, data });
      return answer;
    },
  };
}

const STACKS = 'stacks';
const MOST_BYTES = 64 << 20;
const LIMIT = 40_000;

/** What there is of runtime, kernel and debugger; of each that gives nothing, why. */
async function takenStacks(
  recording: Recording,
  target: number,
  { values, native }: { readonly values?: boolean; readonly native?: boolean },
): Promise<StacksAnswer> {
  const process = recording.process(target);
  const notes: string[] = [];
  const at = recording.now();
  const orNote = async <T>(taking: Promise<T>): Promise<T | undefined> => {
    try {
      return await taking;
    } catch (error) {
      notes.push([saying(error), error instanceof Failure ? error.remedy : ''].filter(Boolean).join(' '));
      return undefined;
    }
  };
  const runtime = runtimeInside(process);
  const managed =
    runtime === undefined
      ? undefined
      : await orNote(recording.threads(target, values === undefined ? {} : { values }));
  const kernel = (await orNote(kernelStacks(process.pid))) ?? [];
  if (kernel.length > 0 && kernel.every(({ frames }) => frames.length === 0))
    notes.push(
      'The kernel shows its own stacks to root alone: the call and where it waits are what there is.',
    );
  const debugged = native ? await orNote(nativeStacks(process, AbortSignal.timeout(LIMIT))) : undefined;
  return {
    target,
    at,
    ...(managed && { managed }),
    kernel,
    ...(debugged && { native: debugged.threads, nativePause: debugged.pause }),
    notes,
  };
}

function storedStacks(data: Uint8Array): StacksAnswer {
  try {
    return JSON.parse(new TextDecoder().decode(data)) as StacksAnswer;
  } catch {
    throw new Failure('damaged', 'These stacks cannot be read.', 'Choose another time.');
  }
}
