import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { findProgram } from './heaptrack.js';

/** What BPF could do here, and by name what is missing. */
export interface BpfTools {
  /** A bpftrace that keeps its probes to one process. */
  readonly bpftrace?: string;
  /** Why each is not there or not used. Sentences without a full stop. */
  readonly missing: readonly string[];
}

/** Bits of CapEff: CAP_SYS_ADMIN, or both CAP_PERFMON and CAP_BPF (capability.h). */
const SYS_ADMIN = 1n << 21n;
const BPF_AND_PERFMON = (1n << 38n) | (1n << 39n);
/** The first whose `-p` holds for probes in shared libraries: before, a probe in the C library stops every process of the machine. */
const LEAST = [0, 20] as const;

/** Runs `bpftrace --version` and nothing else. */
export function bpfTools(path = process.env['PATH'] ?? ''): BpfTools {
  const missing: string[] = [];
  if (process.platform !== 'linux') return { missing: ['BPF is a part of Linux'] };
  if (!privileged()) missing.push('we lack CAP_SYS_ADMIN, or CAP_BPF with CAP_PERFMON: it needs root');
  if (!accessible('/sys/kernel/btf/vmlinux')) missing.push('this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)');
  if (!accessible('/sys/bus/event_source/devices/uprobe/type'))
    missing.push('this kernel has no uprobes (CONFIG_UPROBE_EVENTS)');
  const bpftrace = findProgram('bpftrace', path);
  const memleak = ['memleak-bpfcc', 'memleak'].map((name) => findProgram(name, path)).find(Boolean);
  if (!bpftrace && !memleak) missing.push('neither bpftrace nor memleak-bpfcc is installed');
  if (memleak && !hasHeaders())
    missing.push(
      `${memleak} has no kernel headers to compile with: CONFIG_IKHEADERS, or the package linux-headers-${release()}`,
    );
  if (!bpftrace) return { missing };
  const version = versionOf(bpftrace);
  if (version && (version[0] > LEAST[0] || version[1] >= LEAST[1])) {
    if (!accessible('/sys/kernel/tracing/available_events'))
      missing.push('bpftrace finds no tracefs: mount -t tracefs tracefs /sys/kernel/tracing');
    // What memleak lacks does not stop it.
    return missing.some((one) => !one.startsWith('/')) ? { missing } : { bpftrace, missing: [] };
  }
  missing.push(
    `bpftrace ${version?.join('.') ?? ''} would stop every process of the machine at each malloc: it keeps to one from 0.20 on`,
  );
  return { missing };
}

function privileged(): boolean {
  try {
    const mask = BigInt(
      `0x${/^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0'}`,
    );
    return (mask & SYS_ADMIN) !== 0n || (mask & BPF_AND_PERFMON) === BPF_AND_PERFMON;
  } catch {
    return false;
  }
}

const hasHeaders = (): boolean =>
  existsSync(`/lib/modules/${release()}/build`) || existsSync('/sys/kernel/kheaders.tar.xz');

function versionOf(program: string): readonly [number, number] | undefined {
  try {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 3000 });
    const [, major, minor] = /v?(\d+)\.(\d+)/.exec(said) ?? [];
    return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
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
