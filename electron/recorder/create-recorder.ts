import { rmSync } from 'node:fs';
import { Failure } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { createSession } from '../store/create-session.js';
import type { Recorder, RecorderDeps } from './recorder.js';
import type { RecordingOptions } from './recording.js';
import { RecordingRun } from './recording-run.js';
import { noSuchProcess } from './sentence.js';

export function createRecorder(deps: RecorderDeps): Recorder {
  return {
    async start(options) {
      const processes = await found(deps, options);
      const startedAt = new Date().toISOString();
      const begun = performance.now();
      const now = (): number => performance.now() - begun;
      const { path, overwrite, interval } = options;
      const writer = createSession(path, { startedAt, ...(overwrite === undefined ? {} : { overwrite }) });
      const sampler = deps.createSampler({ now, interval });
      const run = new RecordingRun({ deps, options, writer, sampler, startedAt, now });
      try {
        run.begin(processes);
      } catch (error) {
        // The file is our own, made a moment ago, and nobody knows of it yet.
        await run.stop();
        for (const side of ['', '-wal', '-shm']) rmSync(writer.path + side, { force: true });
        throw error;
      }
      return run;
    },
  };
}

/** All or none: a recording of half of what was asked for is not what was asked for. */
async function found(
  { processes, processAt }: RecorderDeps,
  { pids, addresses = [] }: RecordingOptions,
): Promise<readonly ProcessInfo[]> {
  if (pids.length + addresses.length === 0)
    throw new Failure('no-process', 'There is nothing to record.', 'Name a process.');
  const elsewhere = [...new Set(addresses)].map((address) => {
    if (!processAt) throw new Failure('no-addresses', 'Addresses cannot be recorded here.');
    return processAt(address);
  });
  const here = [...new Set(pids)].map(async (pid) => {
    const process = await processes.get(pid);
    if (!process) throw noSuchProcess(pid);
    // A thread of the kernel, a zombie: nothing of it could ever be read.
    if (!process.attachable && process.rss === 0)
      throw new Failure(
        'nothing-to-record',
        `Process ${pid} cannot be recorded: ${process.reason ?? 'it has no memory of its own'}`,
        'Choose another one from leakscope ps.',
      );
    return process;
  });
  return Promise.all([...here, ...elsewhere]);
}
