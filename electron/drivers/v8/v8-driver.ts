import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment, Driver } from '../driver.js';
import { nodeAttachChecks } from './attach-checks.js';
import { NodeAttachment } from './node-attachment.js';
import { enterNode } from './node-entry.js';

/** Enters Node, Electron, Deno and Chrome processes by the inspector protocol. */
export function v8Driver(): Driver {
  return {
    runtime: 'v8',
    preflight: (process) => nodeAttachChecks(process),
    attach,
  };
}

async function attach(target: ProcessInfo, signal: AbortSignal): Promise<Attachment> {
  if (process.platform !== 'linux') {
    throw new Failure(
      'unsupported-platform',
      'Attaching to a V8 process by its PID works on Linux only so far.',
    );
  }
  return new NodeAttachment(target, await enterNode(target, signal));
}
