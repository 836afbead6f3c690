import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './heaptrack.js';

/** What BPF can do here, and by name what is missing. */
export interface BpfTools {
  /** A bpftrace that keeps its probes to one process. */
  readonly bpftrace?: string;
  /** BCC's memleak, with what it needs to compile. */
  readonly memleak?: string;
  /** Why each is not there or not used. Sentences without a full stop. */
  readonly missing: readonly string[];
}

/** Bits of CapEff: CAP_SYS_ADMIN, or both CAP_PERFMON and CAP_BPF (capability.h). */
const SYS_ADMIN = 1n << 21n;
const BPF_AND_PERFMON = (1n << 38n) | (1n << 39n);
/** The first whose `-p` holds for probes in shared libraries: before, a probe in the C library stops every process of the machine. */
const LEAST = [0, 20] as const;

/** Runs `bpftrace --version` once for each bpftrace that is installed, and nothing else. */
export function bpfTools(path = process.env['PATH'] ?? ''): BpfTools {
  if (process.platform !== 'linux') return { missing: ['BPF is a part of Linux'] };
  const both: string[] = [];
  if (!privileged()) both.push('we lack CAP_SYS_ADMIN, or CAP_BPF with CAP_PERFMON: it needs root');
  if (!accessible('/sys/bus/event_source/devices/uprobe/type'))
    both.push('this kernel has no uprobes (CONFIG_UPROBE_EVENTS)');
  const bpftrace = findProgram('bpftrace', path);
  const memleak = ['memleak-bpfcc', 'memleak']
    .map((name) => findProgram(name, path))
    .find((one) => one !== undefined);
  if (!bpftrace && !memleak) both.push('neither bpftrace nor memleak-bpfcc is installed');
  const noBpftrace = bpftrace ? bpftraceLacks(bpftrace) : [];
  const noMemleak = memleak && !hasHeaders() ? [NO_HEADERS] : [];
  return {
    ...(bpftrace && both.length + noBpftrace.length === 0 && { bpftrace }),
    ...(memleak && both.length + noMemleak.length === 0 && { memleak }),
    missing: [...both, ...noBpftrace, ...noMemleak],
  };
}

function bpftraceLacks(program: string): readonly string[] {
  const missing: string[] = [];
  if (!accessible('/sys/kernel/btf/vmlinux')) missing.push('this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)');
  const version = versionOf(program);
  if (!version || (version[0] === LEAST[0] && version[1] < LEAST[1]))
    missing.push(
      `bpftrace ${version?.join('.') ?? ''} would stop every process of the machine at each malloc: it keeps to one from 0.20 on`,
    );
  else if (!accessible('/sys/kernel/tracing/available_events'))
    missing.push('bpftrace finds no tracefs: mount -t tracefs tracefs /sys/kernel/tracing');
  return missing;
}

/** It compiles its program against them each time; those of another kernel of the same processor do as well. */
const NO_HEADERS = `memleak has no kernel headers to compile with: CONFIG_IKHEADERS, the package linux-headers-${release()}, or BCC_KERNEL_SOURCE with a folder of others`;

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
  existsSync(join(process.env['BCC_KERNEL_SOURCE'] || '/nowhere', 'include/linux')) ||
  existsSync(`/lib/modules/${release()}/build`) ||
  existsSync('/sys/kernel/kheaders.tar.xz');

function versionOf(program: string): Version | undefined {
  try {
    const { mtimeMs, ino } = statSync(program);
    const key = `${program} ${ino} ${mtimeMs}`;
    if (!versions.has(key)) versions.set(key, askVersion(program));
    return versions.get(key);
  } catch {
    return undefined;
  }
}

type Version = readonly [number, number];
/** By the program and what stamps it: it takes some ms, and is wanted for each target. */
const versions = new Map<string, Version | undefined>();

function askVersion(program: string): Version | undefined {
  const said = execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 3000 });
  const [, major, minor] = /v?(\d+)\.(\d+)/.exec(said) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

function accessible(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
