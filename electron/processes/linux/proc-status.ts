import { readFileSync } from 'node:fs';

/** What /proc/PID/status tells beyond stat. */
export interface ProcStatus {
  readonly uid: number;
  /** Effective capabilities, one bit each. */
  readonly capabilities: bigint;
  /** PID of the process that traces it; 0 for none. */
  readonly tracer: number;
  /** The process's PIDs, outermost namespace first: more than one inside a container. */
  readonly namespacePids: readonly number[];
}

/** Bit of `capabilities`: may look into and write to processes of others. */
export const CAP_SYS_PTRACE = 1n << 19n;

/** Undefined when the process is gone or hidden from us. About 11 µs. */
export function readProcStatus(pid: number | 'self'): ProcStatus | undefined {
  try {
    return parseProcStatus(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return undefined;
  }
}

export function parseProcStatus(text: string): ProcStatus {
  const value = (name: string): string | undefined =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim();
  const uids = value('Uid')?.split(/\s+/) ?? [];
  const capabilities = value('CapEff');
  return {
    uid: Number(uids[1] ?? uids[0] ?? -1), // the effective one: it decides who may look in
    capabilities: /^[0-9a-f]+$/.test(capabilities ?? '') ? BigInt(`0x${capabilities}`) : 0n,
    tracer: Number(value('TracerPid') ?? 0),
    namespacePids: value('NSpid')?.split(/\s+/).map(Number) ?? [],
  };
}
