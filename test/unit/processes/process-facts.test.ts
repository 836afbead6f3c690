import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../electron/processes/linux/command-line.js';
import { parseProcStatus } from '../../../electron/processes/linux/proc-status.js';
import { parseRollup } from '../../../electron/processes/linux/smaps-rollup.js';
import { userNames } from '../../../electron/processes/linux/user-names.js';
import { RssCurves } from '../../../electron/processes/rss-curves.js';
import { pythonVersion, RUNTIMES, versionInPath } from '../../../electron/processes/runtime-signs.js';
import { treeOrder } from '../../../electron/processes/tree-order.js';
import type { ProcessInfo } from '../../../shared/model/process.js';

const process_ = (pid: number, ppid: number, rss = 1, startTime = 1): ProcessInfo => ({
  pid,
  ppid,
  name: 'x',
  command: 'x',
  user: 'u',
  runtime: { kind: 'native', flavour: 'x' },
  rss,
  attachable: true,
  startTime,
});

describe('parseCommandLine', () => {
  it('splits at NUL, keeps empty arguments in the middle, drops the end', () => {
    expect(parseCommandLine(Buffer.from('node\0\0--x\0\0'))).toEqual(['node', '', '--x']);
    expect(parseCommandLine(Buffer.from(''))).toEqual([]);
    expect(parseCommandLine(Buffer.from('nginx: master'))).toEqual(['nginx: master']);
  });

  it('takes bytes that are no text, and cuts what is very long', () => {
    expect(parseCommandLine(Buffer.from([0x61, 0xff, 0, 0x62]))).toEqual(['a\ufffd', 'b']);
    expect(parseCommandLine(Buffer.alloc(1e6, 'a'))[0]?.length).toBe(16 * 1024);
  });
});

describe('parseProcStatus', () => {
  it('reads the effective user, rights and tracer', () => {
    const status = parseProcStatus(
      'Name:\tx\nTracerPid:\t12\nUid:\t1000\t1001\t1002\t1003\nNSpid:\t500\t7\nCapEff:\t0000000000080000\n',
    );
    expect(status).toEqual({ uid: 1001, tracer: 12, namespacePids: [500, 7], capabilities: 1n << 19n });
  });

  it('takes a kernel that says less', () => {
    expect(parseProcStatus('')).toEqual({ uid: -1, tracer: 0, namespacePids: [], capabilities: 0n });
  });
});

describe('parseRollup', () => {
  it('sums private pages to uss', () => {
    const text =
      'x [rollup]\nRss: 10 kB\nPss: 8 kB\nPrivate_Clean: 1 kB\nPrivate_Dirty: 2 kB\nSwap: 4 kB\nAnonHugePages: 2 kB\nFilePmdMapped: 1 kB\nPrivate_Hugetlb: 8 kB\n';
    expect(parseRollup(text)).toEqual({
      ...{ rss: 10240, pss: 8192, uss: 3072, swap: 4096, huge: 3072, hugetlb: 8192 },
    });
  });

  it('is nothing for a process without memory', () => {
    expect(parseRollup('')).toBeUndefined();
  });
});

describe('userNames', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leakscope-users-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes the first name of an id, and the number where there is none', () => {
    writeFileSync(
      join(folder, 'passwd'),
      'root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:\nbroken\n:x:5:\nann:x:1000:1\n',
    );
    const nameOf = userNames(join(folder, 'passwd'));
    expect([0, 1000, 5, 7].map(nameOf)).toEqual(['root', 'ann', '5', '7']);
  });

  it('shows numbers where there is no such file', () => {
    expect(userNames(join(folder, 'none'))(3)).toBe('3');
  });
});

describe('treeOrder', () => {
  it('puts parents before children and leaves others out', () => {
    const all = [process_(5, 3), process_(3, 2), process_(9, 1), process_(2, 1), process_(4, 2)];
    expect(treeOrder(all, 2).map(({ pid }) => pid)).toEqual([2, 3, 4, 5]);
  });

  it('ends where a table that changed under the reader goes round in a circle', () => {
    expect(treeOrder([process_(2, 3), process_(3, 2)], 2).map(({ pid }) => pid)).toEqual([2, 3]);
    expect(treeOrder([process_(2, 2)], 2)).toHaveLength(1);
    expect(treeOrder([], 2)).toEqual([]);
  });
});

describe('RssCurves', () => {
  it('takes a point every two seconds, of the process and not of its PID', () => {
    const curves = new RssCurves();
    curves.take([process_(1, 0, 10)], 0);
    curves.take([process_(1, 0, 99)], 500);
    curves.take([process_(1, 0, 20)], 2000);
    expect(curves.of({ pid: 1, startTime: 1 })).toEqual([10, 20]);
    curves.take([process_(1, 0, 30, 2)], 4000);
    expect(curves.of({ pid: 1, startTime: 1 })).toEqual([]);
    expect(curves.of({ pid: 1, startTime: 2 })).toEqual([30]);
  });

  it('keeps five minutes', () => {
    const curves = new RssCurves();
    for (let n = 0; n < 400; n++) curves.take([process_(1, 0, n)], n * 2000);
    expect(curves.of({ pid: 1, startTime: 1 })).toHaveLength(150);
    expect(curves.of({ pid: 1, startTime: 1 }).at(-1)).toBe(399);
  });
});

describe('RUNTIMES', () => {
  const flavourOf = (name: string): string | undefined =>
    RUNTIMES.find(({ executable }) => executable?.test(name))?.flavour;

  it('knows executables by their names', () => {
    expect(
      [
        'node',
        'nodejs',
        'node22',
        'python3.11',
        'python',
        'python3.13t',
        'deno',
        'bun',
        'chromium',
        'electron',
      ].map(flavourOf),
    ).toEqual(['node', 'node', 'node', 'cpython', 'cpython', 'cpython', 'deno', 'bun', 'chrome', 'electron']);
  });

  it('does not take others for them', () => {
    for (const name of [
      'nodemon',
      'pypy3',
      'python-config',
      'denote',
      'chromedriver',
      'node_exporter',
      'bundle',
    ])
      expect(flavourOf(name)).toBeUndefined();
  });

  it('finds versions in constants and paths', () => {
    expect(pythonVersion('3.11').exec('\x003.2.0\0x\x003.11.7\0')?.[1]).toBe('3.11.7');
    expect(pythonVersion('3.15').exec('\x003.15.0a2+\0')?.[1]).toBe('3.15.0a2');
    expect(pythonVersion('3.1').exec('\x003.11.7\0')).toBeNull();
    expect(versionInPath('/home/a/.pyenv/versions/3.12.1/bin/python3.12')).toBe('3.12.1');
    expect(versionInPath('/opt/node-v22.1.0-linux-x64/bin/node')).toBe('22.1.0');
    expect(versionInPath('/usr/bin/node')).toBeUndefined();
  });
});
