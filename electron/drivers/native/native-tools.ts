import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { bpfTools } from './bpf-checks.js';
import { findHeaptrack, findProgram } from './heaptrack.js';
import { injectedLibrary } from './heaptrack-attach.js';
import { findMemray, memrayFits } from './memray.js';
import { runtimeInside } from './plain-native.js';

/**
 * The tools that trace native allocations: which are there, what each costs, how to get it. None stops an attach: what is
 * missing is said and the check is passed. Runs none of them but for its version.
 */
export function nativeTools(target: ProcessInfo, path = process.env['PATH'] ?? ''): readonly Check[] {
  return [heaptrackCheck(target, path), memrayCheck(target, path), bpfCheck(path)].filter(
    (one) => one !== undefined,
  );
}

function heaptrackCheck(target: ProcessInfo, path: string): Check {
  const check = { check: 'native allocations: heaptrack', ok: true };
  const runtime = runtimeInside(target);
  if (runtime !== undefined)
    return {
      ...check,
      absent: true,
      found: `never used on a managed process (${runtime} runs in it): it broke every one tried`,
    };
  const found = findHeaptrack(path);
  if (!found)
    return {
      ...check,
      absent: true,
      found: 'not installed',
      fix: 'To have it: apt-get install heaptrack, dnf install heaptrack.',
    };
  const attach = !injectedLibrary(found)
    ? '; this build of it cannot enter a running program'
    : findProgram('gdb', path)
      ? '; enters a running program by gdb, which stops it twice for about a second'
      : '; entering a running program needs gdb: apt-get install gdb';
  return {
    ...check,
    found: `version ${found.version}: leakscope run --native -- PROGRAM${attach}; 0.3 µs for an allocation with its free ten calls deep, more from deeper; 36 bytes of disk for each`,
  };
}

function memrayCheck(target: ProcessInfo, path: string): Check | undefined {
  if (target.runtime.kind !== 'cpython') return undefined;
  const check = { check: 'native allocations: memray', ok: true };
  if (!memrayFits(target))
    return {
      ...check,
      absent: true,
      found:
        'memray attach --native is used from CPython 3.14 on only: before it enters by gdb, and one of 50 programs of 3.13 hung',
    };
  const found = findMemray(target, path);
  return found
    ? {
        ...check,
        found: `${found}: memray attach --native ${target.pid}, begun from here too; half a second of the program to begin, then some µs for each allocation; its modules stay imported`,
      }
    : {
        ...check,
        found: 'not installed beside its interpreter, or there by another user, whose programs are not run',
        fix: 'To have it: pip install memray in its environment, and run leakscope as its user.',
      };
}

function bpfCheck(path: string): Check {
  const check = { check: 'native allocations: bpftrace, memleak', ok: true };
  const { bpftrace, memleak, missing } = bpfTools(path);
  const fix =
    'To have one: bpftrace 0.20 or later, or bpfcc-tools with the kernel’s headers; as root, on a kernel with uprobes.';
  const found = bpftrace ?? memleak;
  if (found === undefined)
    return { ...check, absent: true, found: `cannot be used here: ${missing.join('; ')}`, fix };
  const how = bpftrace
    ? 'works beside any runtime, stops nothing, 13 µs for each malloc with its free'
    : 'works beside any runtime that allocates by the C library, stops nothing, 13 µs for each malloc with its free';
  return { ...check, found: [`${found}: ${how}`, ...missing].join('; ') };
}
