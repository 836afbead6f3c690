import { readFileSync, readlinkSync } from 'node:fs';
import { arch } from 'node:process';

/** By system call, x86-64 and the generic table of aarch64; a descriptor is the first argument of some. */
const WAITS: Readonly<Record<number, readonly [what: string, ofDescriptor: boolean]>> =
  arch === 'arm64'
    ? {
        98: ['lock', false],
        101: ['sleep', false],
        115: ['sleep', false],
        22: ['events', false],
        72: ['events', false],
        73: ['events', false],
        63: ['', true],
        202: ['a connection', false],
        242: ['a connection', false],
        207: ['', true],
        212: ['', true],
        260: ['a child process', false],
        95: ['a child process', false],
        32: ['a file lock', false],
      }
    : {
        202: ['lock', false],
        35: ['sleep', false],
        230: ['sleep', false],
        7: ['events', false],
        23: ['events', false],
        232: ['events', false],
        270: ['events', false],
        271: ['events', false],
        281: ['events', false],
        34: ['a signal', false],
        0: ['', true],
        43: ['a connection', false],
        288: ['a connection', false],
        45: ['', true],
        47: ['', true],
        61: ['a child process', false],
        247: ['a child process', false],
        73: ['a file lock', false],
      };

const SELECTS: ReadonlySet<number> = new Set(arch === 'arm64' ? [72] : [23, 270]);

/** What a thread sleeps for as the kernel knows it; undefined while it runs, or where that may not be asked. */
export function systemWait(pid: number, thread: number): string | undefined {
  try {
    const [number = '', first = '0'] = readFileSync(`/proc/${pid}/task/${thread}/syscall`, 'latin1').split(
      ' ',
    );
    const [what, ofDescriptor] = WAITS[Number(number)] ?? [];
    // select() of no descriptors: time.sleep before 3.11.
    if (!ofDescriptor) return SELECTS.has(Number(number)) && Number(first) === 0 ? 'sleep' : what;
    const kind = readlinkSync(`/proc/${pid}/fd/${Number(first)}`).split(':')[0] ?? '';
    return kind.startsWith('/dev/') ? 'terminal' : kind.startsWith('/') ? 'file' : kind;
  } catch {
    return undefined;
  }
}
