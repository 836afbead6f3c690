import { readFileSync, writeSync } from 'node:fs';

/** Runs and times one phase; one line each on stdout for the runner, also when a later phase dies. */
export async function phase(name, run) {
  const begin = performance.now();
  const value = await run();
  tell({ phase: name, ms: Math.round(performance.now() - begin), peak: peakBytes(), cpu: cpuTime() });
  return value;
}

/** What both sides must agree on. */
export function check(facts) {
  tell({ check: facts });
}

function tell(line) {
  writeSync(1, `@@${JSON.stringify(line)}\n`);
}

/** Of all threads so far, ms: what a busy machine does not change much. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
}

function peakBytes() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
