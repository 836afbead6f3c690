import type { Driver } from '../driver.js';
import { nativeTools } from '../native/native-tools.js';
import { estimatePythonCapture, estimatePythonWithin } from './capture-estimate.js';
import { elsewhereSystem } from './elsewhere-system.js';
import { countFromOutside } from './outside/outside-counts.js';
import { PythonAttachment } from './python-attachment.js';
import { linux, type PythonSystem } from './python-system.js';
import { sendAgent } from './resident-agent.js';
import { withoutCopies } from './without-copies.js';

interface Options {
  /** Its Python files. */
  readonly agentFolder: string;
  readonly system?: PythonSystem;
}

/** Enters CPython with an agent: 3.8 and later on Linux, 3.14 and later elsewhere. */
export function pythonDriver({
  agentFolder,
  system = process.platform === 'linux' ? linux : elsewhereSystem(process.platform),
}: Options): Driver {
  return {
    runtime: 'cpython',
    async *preflight(process) {
      yield* system.checks(process);
      yield* nativeTools(process);
    },
    async estimate({ pid, rss: listed }) {
      const { rss: _, ...estimate } = system.copies
        ? estimatePythonCapture(pid)
        : estimatePythonWithin(pid, listed);
      return estimate;
    },
    ...(system.copies && { countOutside: ({ pid }, signal) => countFromOutside(pid, signal) }),
    async attach(target, signal) {
      const agent = await sendAgent(target, agentFolder, signal, system);
      const attachment = new PythonAttachment(target, agent, agentFolder);
      return system.copies ? attachment : withoutCopies(attachment);
    },
  };
}
