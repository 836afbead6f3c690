import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { AUXV_CLOCK_TICKS, AUXV_PAGE_SIZE, auxiliaryVector } from '../../../shared/base/auxiliary-vector.js';

/** One reading of /proc/PID/stat, with the kernel's own names. Times in clock ticks, RSS in bytes. */
export interface ProcStat {
  /** Bytes of the name as Latin-1; a name may hold anything, also spaces and brackets. */
  readonly comm: string;
  /** `R`, `S`, `Z`, … */
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  readonly session: number;
  readonly flags: number;
  readonly utime: number;
  readonly stime: number;
  readonly threads: number;
  readonly startTime: number;
  /** The kernel's quick counter, up to some 100 kB off; statm is exact from Linux 6.17 on. */
  readonly rss: number;
  /** Where the stack began: changes with every exec. 0 where we may not see it. */
  readonly startStack: number;
  /** As from wait(2); only of an ended process, and 0 where we may not see it. */
  readonly exitCode: number;
}

/** Bit of `flags`: made by the kernel, has no memory of its own. */
export const KERNEL_THREAD = 0x0020_0000;

const buffer = Buffer.allocUnsafe(2048);

/** Undefined when the process is gone. About 8 µs. */
export const readProcStat = (pid: number): ProcStat | undefined => readProcStatAt(`/proc/${pid}/stat`);

/** The same of a thread, by the path of its file. */
export function readProcStatAt(path: string): ProcStat | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    return readProcStatFrom(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * The same from a file kept open, half the price. It stays with the process that it was opened for:
 * when that is gone the answer is undefined, also when its PID was given away again.
 */
export function readProcStatFrom(fd: number): ProcStat | undefined {
  try {
    return parseProcStat(buffer, readSync(fd, buffer, 0, buffer.length, 0));
  } catch {
    return undefined; // ESRCH
  }
}

const SPACE = 0x20;
const MINUS = 0x2d;
const OPEN = 0x28;
const CLOSE = 0x29;
const ZERO = 0x30;
/** Fields are numbered as in proc(5); the third is the first after the name. */
const LAST_FIELD = 52;
const field = new Float64Array(LAST_FIELD + 1);

/** Undefined for what is not a stat line: cut off, or from a kernel that we do not know. */
export function parseProcStat(bytes: Buffer, length: number): ProcStat | undefined {
  const close = scan(bytes, length);
  if (close < 0) return undefined;
  return {
    comm: bytes.toString('latin1', bytes.indexOf(OPEN) + 1, close),
    state: String.fromCharCode(bytes[close + 2]),
    ppid: field[4],
    pgrp: field[5],
    session: field[6],
    flags: field[9],
    utime: field[14],
    stime: field[15],
    threads: field[20],
    startTime: field[22],
    rss: field[24] * PAGE_SIZE,
    startStack: field[28],
    exitCode: field[52],
  };
}

/** What is read of many processes every second: one object for all of them, true until the next reading. */
export const tally = { state: 0, threads: 0, ticks: 0, startTime: 0, exitCode: 0 };

/** Fills `tally` from a file kept open; false where `readProcStatFrom` has no answer. `state` is a letter's code. */
export function tallyFrom(fd: number): boolean {
  try {
    const close = scan(buffer, readSync(fd, buffer, 0, buffer.length, 0));
    if (close < 0) return false;
    tally.state = buffer[close + 2];
  } catch {
    return false; // ESRCH
  }
  tally.threads = field[20];
  tally.ticks = field[14] + field[15];
  tally.startTime = field[22];
  tally.exitCode = field[52];
  return true;
}

/** Fills `field`; where the name's bracket closes, -1 for what is no stat line. */
function scan(bytes: Buffer, length: number): number {
  const open = bytes.indexOf(OPEN);
  // The name may hold brackets itself; nothing after it does.
  let close = length - 1;
  while (close >= 0 && bytes[close] !== CLOSE) close--;
  if (open < 0 || close < open || close + 3 > length) return -1;
  let number = 4;
  field.fill(0);
  for (let at = close + 3; at < length && number <= LAST_FIELD; number++) {
    const negative = bytes[at + 1] === MINUS;
    let value = 0;
    at += negative ? 2 : 1;
    for (; at < length && bytes[at] !== SPACE && bytes[at] >= ZERO; at++)
      value = value * 10 + bytes[at] - ZERO;
    field[number] = negative ? -value : value;
    while (at < length && bytes[at] !== SPACE) at++;
  }
  return number > 24 ? close : -1;
}

const auxv = readAuxv();

/** Bytes. 4096, but 16 or 64 kB on some ARM machines. */
export const PAGE_SIZE = auxv.get(AUXV_PAGE_SIZE) ?? 4096;
/** Of `utime`, `stime`, `startTime`, in a second. */
export const CLOCK_TICKS = auxv.get(AUXV_CLOCK_TICKS) ?? 100;

/** What the kernel told our own process at its start. */
function readAuxv(): ReadonlyMap<number, number> {
  try {
    return endianness() === 'LE' ? auxiliaryVector(readFileSync('/proc/self/auxv')) : new Map();
  } catch {
    // Not Linux: nothing here is asked.
    return new Map();
  }
}
