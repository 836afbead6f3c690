import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { readInspectorFlags } from './inspector-flags.js';
import { catchesUsr1 } from './inspector-opening.js';
import { listeningPorts, loopbackPortTaken } from './listening-ports.js';
import { readTargetStatus, sharesNamespace } from './target-status.js';

/** What could stop an attach to a Node process, without sending it anything. */
export async function* nodeAttachChecks({ pid }: ProcessInfo): AsyncGenerator<Check> {
  const status = await readTargetStatus(pid);
  yield { check: 'The process exists', ok: status !== undefined };
  if (!status) return;
  yield {
    check: 'It is running',
    ok: !['T', 't', 'Z', 'X'].includes(status.state),
    found: `state ${status.state}`,
    fix: status.state === 'T' ? `kill -CONT ${pid}` : undefined,
  };
  const ports = await listeningPorts(pid).catch(() => undefined);
  yield {
    check: 'Its descriptors can be read',
    ok: ports !== undefined,
    fix: 'Run Leakscope as the same user as the process, or as root.',
  };
  if (!ports) return;
  const near = await sharesNamespace(pid, 'net');
  yield {
    check: 'It shares our network',
    ok: near,
    fix: `nsenter --target ${pid} --net npx leakscope serve`,
  };
  const flags = await readInspectorFlags(pid);
  const open = ports.some((at) => at.port === flags.port);
  yield {
    check: 'Its inspector is open or can be opened by SIGUSR1',
    ok: open || catchesUsr1(status),
    found: open ? `listens on ${flags.port}` : undefined,
    fix: 'Restart it without --disable-sigusr1, or with --inspect=127.0.0.1:0.',
  };
  if (open || flags.port === 0) return;
  const taken = await loopbackPortTaken(pid, flags.port);
  yield {
    check: `Port ${flags.port}, where its inspector opens, is free`,
    ok: true,
    found: taken
      ? 'held by another process: its inspector will be moved for a moment if nobody uses it'
      : undefined,
  };
}
