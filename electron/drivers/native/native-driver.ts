import { open } from 'node:fs/promises';
import { sizeText } from '../../../shared/base/quantity.js';
import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Driver } from '../driver.js';
import { memoryHeadroom } from '../headroom.js';
import { identity } from './identity.js';
import { NativeAttachment } from './native-attachment.js';
import { nativeTools } from './native-tools.js';

/** Any process, without help from its runtime: nothing is put into it, all figures come from the system. */
export function nativeDriver(): Driver {
  return { runtime: 'native', preflight, attach };
}

async function* preflight(target: ProcessInfo): AsyncGenerator<Check> {
  const found = identity(target);
  yield found.same
    ? { check: 'process', ok: true, found: `process ${target.pid} is running` }
    : { check: 'process', ok: false, found: found.failure.message, fix: found.failure.remedy };
  if (!found.same) return;
  yield await memoryReadable(target);
  const { bytes, limitedBy } = memoryHeadroom(target.pid);
  yield { check: 'head-room', ok: true, found: `${sizeText(bytes)} up to the ${limitedBy}’s limit` };
  yield* nativeTools(target);
}

async function memoryReadable({ pid, user }: ProcessInfo): Promise<Check> {
  if (process.platform !== 'linux')
    return { check: 'memory map', ok: true, found: 'RSS only: this system gives no map of the memory' };
  // Opening it is the test: the rights in the file's mode say nothing.
  const readable = await open(`/proc/${pid}/smaps_rollup`, 'r').then(
    (file) => file.close().then(() => true),
    () => false,
  );
  return readable
    ? { check: 'memory map', ok: true, found: 'the memory map can be read' }
    : {
        check: 'memory map',
        ok: false,
        found: `the kernel refuses the memory map of process ${pid}`,
        fix: `Run leakscope as ${user || 'its user'} or with sudo; in a container add CAP_SYS_PTRACE. RSS alone can be read.`,
      };
}

async function attach(target: ProcessInfo, signal: AbortSignal): Promise<NativeAttachment> {
  signal.throwIfAborted();
  const found = identity(target);
  if (!found.same) throw found.failure;
  return new NativeAttachment(target);
}
