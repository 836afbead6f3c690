import { createStore } from 'zustand/vanilla';
import { CallEnd, type Progress } from '../../shared/base/call.js';
import { type Trouble, troubleOf } from './trouble.js';

/** Long work that the user waits for. */
export interface Task {
  readonly id: number;
  readonly title: string;
  readonly phase?: string;
  readonly done?: number;
  cancel(): void;
}

/** Something to read: what happened, at the foot of the window until it is put away. */
export interface Notice extends Partial<Trouble> {
  readonly id: number;
  readonly kind: 'done' | 'trouble';
  readonly message: string;
}

export interface TasksState {
  readonly tasks: readonly Task[];
  readonly notices: readonly Notice[];
}

const MAX_NOTICES = 4;
const DONE_STAYS = 4000;

export function createTasks() {
  const store = createStore<TasksState>(() => ({ tasks: [], notices: [] }));
  let lastId = 0;
  const drop = (id: number): void =>
    store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  const say = (notice: Omit<Notice, 'id'>): void => {
    const id = ++lastId;
    store.setState(({ notices }) => ({
      notices: [...notices.filter(({ kind }) => kind === 'trouble'), { ...notice, id }].slice(-MAX_NOTICES),
    }));
    if (notice.kind === 'done') setTimeout(() => drop(id), DONE_STAYS);
  };
  const change = (id: number, { done, phase }: Progress): void =>
    store.setState(({ tasks }) => ({
      tasks: tasks.map((task) => (task.id === id ? { ...task, done, phase } : task)),
    }));
  return {
    store,
    say,
    drop,
    /** Says what went wrong; nothing when the user cancelled it. */
    fail(error: unknown): void {
      const trouble = troubleOf(error);
      if (trouble.code !== 'cancelled') say({ kind: 'trouble', ...trouble });
    },
    /** Runs `work` with its progress shown and a way to cancel. Undefined when it failed, which was said. */
    async run<T>(title: string, work: (call: CallEnd) => Promise<T>): Promise<T | undefined> {
      const id = ++lastId;
      const controller = new AbortController();
      const task: Task = { id, title, cancel: () => controller.abort() };
      store.setState(({ tasks }) => ({ tasks: [...tasks, task] }));
      try {
        return await work(new CallEnd(controller.signal, (progress) => change(id, progress)));
      } catch (error) {
        this.fail(error);
        return undefined;
      } finally {
        store.setState(({ tasks }) => ({ tasks: tasks.filter((other) => other.id !== id) }));
      }
    },
  };
}
