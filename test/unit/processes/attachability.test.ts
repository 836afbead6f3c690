import { describe, expect, it } from 'vitest';
import {
  attachability,
  type Candidate,
  type Ourselves,
} from '../../../electron/processes/linux/attachability.js';
import { KERNEL_THREAD, type ProcStat } from '../../../electron/processes/linux/proc-stat.js';

const STAT: ProcStat = {
  comm: 'x',
  state: 'S',
  ppid: 1,
  pgrp: 1,
  session: 1,
  flags: 0,
  utime: 0,
  stime: 0,
  threads: 1,
  startTime: 1,
  rss: 1,
  startStack: 1,
  exitCode: 0,
};
const US: Ourselves = { pid: 1000, uid: 500, mayTrace: false, ptraceScope: 0 };
const python = (version: string): Candidate['runtime'] => ({ kind: 'cpython', flavour: 'cpython', version });

const candidate = (change: Partial<Candidate>): Candidate => ({
  pid: 7,
  stat: STAT,
  status: { uid: 500, capabilities: 0n, tracer: 0, namespacePids: [7] },
  user: 'ann',
  runtime: { kind: 'native', flavour: 'x' },
  visible: true,
  command: ['x'],
  ...change,
});

const said = (change: Partial<Candidate>, us: Partial<Ourselves> = {}): string => {
  const { attachable, reason } = attachability(candidate(change), { ...US, ...us });
  return `${attachable ? 'yes' : 'no'}: ${reason ?? ''}`;
};

describe('attachability', () => {
  it('lets in where nothing is in the way', () => {
    expect(said({})).toBe('yes: ');
    expect(said({ runtime: python('3.8.0') })).toBe('yes: ');
  });

  it('refuses ourselves, the kernel, the dead and what is hidden, with the remedy', () => {
    expect(said({ pid: 1000 })).toContain('no: This is Leakscope');
    expect(said({ stat: { ...STAT, flags: KERNEL_THREAD } })).toContain('no: It is a thread of the kernel');
    expect(said({ stat: { ...STAT, state: 'Z' } })).toContain('no: It has ended');
    const other = { uid: 0, capabilities: 0n, tracer: 0, namespacePids: [] };
    expect(said({ visible: false, status: other, user: 'root' })).toMatch(/^no: It belongs to root.*sudo/);
    expect(said({ visible: false })).toMatch(/^no: .*sudo/);
    expect(said({ visible: false }, { uid: 0 })).toMatch(/^no: .*CAP_SYS_PTRACE/);
  });

  it('knows the flags that a runtime was given by variables', () => {
    const bun = { runtime: { kind: 'v8', flavour: 'bun' }, command: ['bun', 'a.js'] } as const;
    expect(said(bun)).toMatch(/^yes: Bun opens no inspector later/);
    expect(said({ ...bun, environment: ['BUN_INSPECT='] })).toMatch(/^yes: Bun opens/);
    expect(said({ ...bun, environment: ['A=1', 'BUN_INSPECT=127.0.0.1:0/x'] })).toBe('yes: ');
    expect(said({ ...bun, environment: ['BUN_OPTIONS=--smol --inspect=0'] })).toBe('yes: ');
    const node = { runtime: { kind: 'v8', flavour: 'node' }, command: ['node', 'a.js'] } as const;
    expect(said({ ...node, environment: ['NODE_OPTIONS=--disable-sigusr1'] })).toMatch(/disable-sigusr1/);
  });

  it('says what an attach will lack', () => {
    expect(said({ runtime: python('3.7.9') })).toMatch(/^yes: Python 3\.7\.9 is too old/);
    expect(said({ runtime: python('2.7.18') })).toMatch(/^yes: .*too old/);
    expect(said({ runtime: python('3.11.7') }, { ptraceScope: 1 })).toMatch(
      /^yes: ptrace_scope is 1.*sysctl/,
    );
    expect(said({ runtime: python('3.11.7') }, { ptraceScope: 1, mayTrace: true })).toBe('yes: ');
    expect(said({ stat: { ...STAT, state: 'T' } })).toContain('kill -CONT');
    const deno = { kind: 'v8', flavour: 'deno' } as const;
    expect(said({ runtime: deno })).toContain('--inspect');
    expect(said({ runtime: deno, command: ['deno', 'run', '--inspect=127.0.0.1:0', 'x.ts'] })).toBe('yes: ');
    const chrome = { kind: 'v8', flavour: 'chrome' } as const;
    expect(said({ runtime: chrome, command: ['chrome', '--type=renderer'] })).toContain(
      'child of the browser',
    );
    expect(said({ runtime: chrome, command: ['chrome'] })).toContain('--remote-debugging-port');
    expect(said({ runtime: chrome, command: ['chrome', '--remote-debugging-pipe'] })).toBe('yes: ');
    const electron = { kind: 'v8', flavour: 'electron' } as const;
    expect(said({ runtime: electron, command: ['app'] })).toBe('yes: ');
    expect(said({ runtime: electron, command: ['app --type=renderer --lang=en'] })).toContain(
      'child of an Electron app',
    );
    const service = ['app', '--type=utility', '--utility-sub-type=node.mojom.NodeService'];
    expect(said({ runtime: electron, command: service })).toBe('yes: ');
    const node = { kind: 'v8', flavour: 'node' } as const;
    expect(said({ runtime: node, command: ['node', '--disable-sigusr1', 'x.js'] })).toContain(
      '--disable-sigusr1',
    );
  });
});
