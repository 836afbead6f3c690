import { accessSync, constants, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { findHeaptrack, findProgram } from './heaptrack.js';
import { runtimeInside } from './plain-native.js';

/**
 * The tools that trace native allocations: which are there, what each costs, how to get it. None stops an attach: what is
 * missing is said and the check is passed. Runs none of them.
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
      found: `never used on a managed process (${runtime} runs in it): it broke every one tried`,
    };
  const found = findHeaptrack(path);
  return found
    ? {
        ...check,
        found: `version ${found.version}: leakscope run --native -- PROGRAM; 0.3 µs for an allocation with its free ten calls deep, more from deeper; 36 bytes of disk for each`,
      }
    : {
        ...check,
        found: 'not installed',
        fix: 'To have it: apt-get install heaptrack, dnf install heaptrack.',
      };
}

function memrayCheck(target: ProcessInfo, path: string): Check | undefined {
  if (target.runtime.kind !== 'cpython') return undefined;
  const check = { check: 'native allocations: memray', ok: true };
  const [major = 0, minor = 0] = (target.runtime.version ?? '').split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 13))
    return { ...check, found: 'memray attach --native is used from CPython 3.13 on only' };
  const beside = executableFolder(target.pid);
  const found =
    beside && findProgram('memray', beside) ? join(beside, 'memray') : findProgram('memray', path);
  return found
    ? {
        ...check,
        found: `${found}: memray attach --native ${target.pid}; some µs for each allocation. Its file opens here after memray transform csv`,
      }
    : {
        ...check,
        found: 'not installed beside its interpreter',
        fix: 'To have it: pip install memray in its environment.',
      };
}

function bpfCheck(path: string): Check {
  const check = { check: 'native allocations: bpftrace, memleak', ok: true };
  const found = ['memleak-bpfcc', 'memleak', 'bpftrace'].map((name) => findProgram(name, path)).find(Boolean);
  const kernel = accessible('/sys/kernel/btf/vmlinux') && accessible('/sys/kernel/tracing/uprobe_events');
  if (!kernel)
    return {
      ...check,
      found: 'this kernel shows no BTF or no uprobes to us: it cannot be used',
      fix: 'It needs root and a kernel with CONFIG_DEBUG_INFO_BTF and CONFIG_UPROBE_EVENTS.',
    };
  return found
    ? { ...check, found: `${found} -p PID: some µs for each allocation; by hand, its output is not read yet` }
    : { ...check, found: 'not installed', fix: 'To have it: apt-get install bpfcc-tools bpftrace.' };
}

function executableFolder(pid: number): string | undefined {
  try {
    return dirname(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return undefined;
  }
}

function accessible(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
