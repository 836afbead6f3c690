import { readFileSync } from 'node:fs';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';

/** Libraries and programs of runtimes that move objects, handle faults or signals themselves, or switch stacks. */
const RUNTIMES =
  /\/(libpython[\d.]*|python[\d.]*|libnode|node|deno|bun|chrome|electron|libjvm|libcoreclr|libmono\w*|libruby|ruby[\d.]*|libluajit|php[\d.]*|beam\.smp|julia|libjulia)[^/]*$/;

/** The runtime whose code is in a process, if there is one; it may have more than its own. */
export function runtimeInside({ pid, runtime }: Pick<ProcessInfo, 'pid' | 'runtime'>): string | undefined {
  if (runtime.kind !== 'native') return runtime.flavour;
  let maps: string;
  try {
    maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch {
    return undefined;
  }
  for (const line of maps.split('\n')) {
    if (line[20] === undefined || !/ r.xp /.test(line)) continue;
    const [, name] = RUNTIMES.exec(line) ?? [];
    if (name) return name;
  }
  return undefined;
}

/** Throws a Failure for a process with a managed runtime in it; `what` is what would be done to it. */
export function refuseManaged(target: Pick<ProcessInfo, 'pid' | 'runtime'>, what: string): void {
  const runtime = runtimeInside(target);
  if (runtime === undefined) return;
  throw new Failure(
    'managed',
    `${what} is not let into process ${target.pid}: ${runtime} runs in it, and a stop at the wrong moment could break it.`,
    'The stacks of its runtime are there without it; native stacks and allocations are for plain native programs.',
  );
}
