import type { ProcessInfo } from '../../../shared/model/process.js';
import type { NativeAllocations } from '../native-allocations.js';
import { bpfTools } from './bpf-checks.js';
import { BpftraceAllocations } from './bpftrace-allocations.js';
import { findHeaptrack, findProgram } from './heaptrack.js';
import { heaptrackAllocations } from './heaptrack-allocations.js';
import { MemleakAllocations } from './memleak-allocations.js';
import { findMemray, memrayFits } from './memray.js';
import { MemrayAllocations } from './memray-allocations.js';
import { runtimeInside } from './plain-native.js';

/**
 * The ways to trace native allocations of a running process that are installed here and were proved safe for its kind:
 * heaptrack for plain native programs, memray for CPython from 3.14 on, bpftrace and memleak for all.
 * `leaver` is the built `leaver-program`.
 */
export function nativeWays(
  target: ProcessInfo,
  leaver?: string,
  path = process.env['PATH'] ?? '',
): readonly NativeAllocations[] {
  if (process.platform !== 'linux' || target.address !== undefined) return [];
  const ways: NativeAllocations[] = [];
  const gdb = findProgram('gdb', path);
  if (runtimeInside(target) === undefined) {
    const found = findHeaptrack(path);
    const heaptrack = found && gdb ? heaptrackAllocations(target, found, leaver) : undefined;
    if (heaptrack) ways.push(heaptrack);
  } else if (memrayFits(target)) {
    const memray = findMemray(target, path);
    if (memray) ways.push(new MemrayAllocations(target, memray));
  }
  const { bpftrace, memleak } = bpfTools(path);
  if (bpftrace !== undefined) ways.push(new BpftraceAllocations(target, bpftrace));
  if (memleak !== undefined) ways.push(new MemleakAllocations(target, memleak));
  return ways;
}
