import { Failure } from '../../../shared/base/failure.js';
import type { CaptureEstimate } from '../../../shared/model/preflight.js';
import { memoryHeadroom } from '../headroom.js';
import { processStatus, statusField } from './entry/process-status.js';

/** Measured: the fork copies page tables; the child then writes reference counts all over its copy of the heap. */
const PAUSE_BASE = 10;
const PAUSE_PER_GB = 35;
/** The copied pages, and what the walk notes of each object: 83 to 125 bytes. */
const COPIED_SHARE = 2;
const BASE_MEMORY = 32 << 20;
const STREAM_SHARE = 0.9;
/** Measured: 81 ms and 29 MB more at 64 MB, 541 ms and 144 MB at 339 MB; longest of all is a full collection, if it comes. */
const WITHIN_BASE = 8 << 20;
const WITHIN_SHARE = 0.65;
const WITHIN_PAUSE = 15;
const WITHIN_PAUSE_PER_GB = 1500;
const GB = 1e9;

/** What a snapshot of `pid` costs, told from its size alone: nothing in it is touched. */
export function estimatePythonCapture(pid: number): CaptureEstimate & { readonly rss: number } {
  const rss = memoryOf(pid, 'VmRSS');
  const anonymous = memoryOf(pid, 'RssAnon') || rss;
  const { bytes: headroom, limitedBy } = memoryHeadroom(pid);
  const extraMemory = Math.round(BASE_MEMORY + anonymous * COPIED_SHARE);
  const safe = extraMemory < headroom;
  return {
    rss,
    pause: Math.round(PAUSE_BASE + (rss / GB) * PAUSE_PER_GB),
    extraMemory,
    fileSize: Math.round(anonymous * STREAM_SHARE),
    headroom,
    limitedBy,
    safe,
    method: 'fork',
    ...(!safe && {
      refusal:
        `The snapshot is read in a forked copy, which needs up to ${megabytes(extraMemory)} MB, and ` +
        `${megabytes(headroom)} MB are left up to the limit of the ${limitedBy === 'cgroup' ? 'container' : 'machine'}. ` +
        'Raise the limit, or end other programs; or have it read in the program itself, slower and without a copy (--in-process). Objects by type can be counted from outside, without any memory of its own (types).',
    }),
  };
}

/**
 * What one in the program itself costs: a list of what the collector tracks, and what the walk notes. `listed`: its memory as the list of
 * processes has it, where the process itself tells none.
 */
export function estimatePythonWithin(pid: number, listed = 0): CaptureEstimate & { readonly rss: number } {
  const told = estimatePythonCapture(pid);
  const rss = told.rss || listed;
  const estimate = { ...told, rss, fileSize: told.fileSize || Math.round(rss * STREAM_SHARE) };
  const extraMemory = Math.round(WITHIN_BASE + (memoryOf(pid, 'RssAnon') || rss) * WITHIN_SHARE);
  const { refusal: _, ...rest } = estimate;
  const safe = extraMemory < estimate.headroom;
  return {
    ...rest,
    pause: Math.round(WITHIN_PAUSE + (estimate.rss / GB) * WITHIN_PAUSE_PER_GB),
    extraMemory,
    safe,
    method: 'in-process',
    ...(!safe && {
      refusal:
        `A snapshot in the program itself needs up to ${megabytes(extraMemory)} MB, and ${megabytes(estimate.headroom)} MB are left. ` +
        'Raise the limit, or end other programs.',
    }),
  };
}

/** Throws the refusal of an estimate that is not safe. */
export function requireSafe(estimate: CaptureEstimate): void {
  if (estimate.safe) return;
  const [what = '', remedy] = (estimate.refusal ?? '').split(/(?<=\.) (?=Raise)/);
  throw new Failure('no-headroom', what, remedy);
}

/** Throws where a forked child that takes so many bytes would meet a limit. */
export function requireRoom(pid: number, bytes: number): void {
  const { bytes: headroom, limitedBy } = memoryHeadroom(pid);
  if (bytes < headroom) return;
  throw new Failure(
    'no-headroom',
    `The answer is read in a forked copy, which needs up to ${megabytes(bytes)} MB, and ${megabytes(headroom)} MB ` +
      `are left up to the limit of the ${limitedBy === 'cgroup' ? 'container' : 'machine'}.`,
    'Raise the limit, or end other programs.',
  );
}

/** Whether a forked child may take so many bytes more. */
export function hasRoom(pid: number, bytes: number): boolean {
  return bytes < memoryHeadroom(pid).bytes;
}

/** A figure of /proc/PID/status, bytes. */
export function memoryOf(pid: number, field: string): number {
  const status = processStatus(pid);
  const text = status ? statusField(pid, field) : undefined;
  return Number.parseInt(text ?? '0', 10) * 1024 || 0;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
