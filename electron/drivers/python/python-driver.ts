import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment, Driver } from '../driver.js';
import { nativeTools } from '../native/native-tools.js';
import { estimatePythonCapture } from './capture-estimate.js';
import { entryChecks } from './entry/enter.js';
import { countFromOutside } from './outside/outside-counts.js';
import { PythonAttachment } from './python-attachment.js';
import { sendAgent } from './resident-agent.js';

/** Enters CPython 3.8 and later with an agent; `agentFolder` holds its Python files. */
export function pythonDriver({ agentFolder }: { readonly agentFolder: string }): Driver {
  return {
    runtime: 'cpython',
    async *preflight(process) {
      yield* entryChecks(process.pid);
      yield* nativeTools(process);
    },
    async estimate({ pid }) {
      const { rss: _, ...estimate } = estimatePythonCapture(pid);
      return estimate;
    },
    countOutside: ({ pid }, signal) => countFromOutside(pid, signal),
    attach: (target, signal) => attach(target, signal, agentFolder),
  };
}

async function attach(target: ProcessInfo, signal: AbortSignal, agentFolder: string): Promise<Attachment> {
  if (process.platform !== 'linux') {
    throw new Failure(
      'unsupported-platform',
      'Attaching to a Python process by its PID works on Linux only so far.',
      'Its system figures are recorded all the same. For its heap, run it on Linux or in a Linux container, and attach there.',
    );
  }
  return new PythonAttachment(target, await sendAgent(target, agentFolder, signal), agentFolder);
}
