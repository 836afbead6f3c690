import { z } from 'zod';
import type { ManagedFrame, ManagedTask, ManagedThread } from '../../../shared/model/managed-thread.js';
import type { AnswerRecords } from './link/answer-records.js';
import { checked } from './link/answers.js';
import { systemWait } from './system-wait.js';
import { threadNumbers } from './thread-numbers.js';

/** Threads and tasks of one interpreter at one moment. */
export interface ManagedActivity {
  readonly threads: readonly ManagedThread[];
  readonly tasks: readonly ManagedTask[];
}

const frame = z.tuple([
  z.string(),
  z.string(),
  z.number(),
  z.array(z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])])),
]);
const described = z.object({
  threads: z
    .array(
      z.object({
        id: z.number().int().nullable(),
        name: z.string(),
        daemon: z.boolean().nullable(),
        waitsFor: z.string().nullable(),
        frames: z.array(frame),
      }),
    )
    .max(30_000),
  tasks: z
    .array(
      z.object({
        name: z.string(),
        state: z.string(),
        awaitedBy: z.number().int().min(-1),
        frames: z.array(frame),
      }),
    )
    .max(30_000),
});

/** What `stacks.py` sends. Where Python does not say what a thread waits for, the system call that it is in does. */
export async function managedActivity(records: AnswerRecords, pid: number): Promise<ManagedActivity> {
  const { threads, tasks } = checked(described, records.json());
  const ourNumber = await threadNumbers(pid);
  return {
    threads: threads.map(({ id: own, name, daemon, waitsFor, frames }) => {
      const id = own === null ? undefined : ourNumber(own);
      const waits = waitsFor ?? (id === undefined ? undefined : systemWait(pid, id));
      return {
        ...(id !== undefined && { id }),
        name,
        daemon: daemon ?? true, // one that `threading` does not know keeps nothing alive
        ...(waits !== undefined && { waitsFor: waits }),
        frames: frames.map(managedFrame),
      };
    }),
    tasks: tasks.map(({ awaitedBy, frames, ...task }) => ({
      ...task,
      frames: frames.map(managedFrame),
      awaitedBy: awaitedBy < tasks.length ? awaitedBy : -1,
    })),
  };
}

function managedFrame([name, file, line, locals]: z.infer<typeof frame>): ManagedFrame {
  return {
    function: name,
    file,
    line: Math.max(0, line),
    locals: locals.map(([local, type, value]) => ({
      name: local,
      type,
      ...(value !== undefined && { value }),
    })),
  };
}
