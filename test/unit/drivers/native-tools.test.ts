import { expect, it } from 'vitest';
import { parseStacks } from '../../../electron/drivers/native/native-stacks.js';
import { nativeTools } from '../../../electron/drivers/native/native-tools.js';
import type { ProcessInfo } from '../../../shared/model/process.js';

const target = (runtime: ProcessInfo['runtime']): ProcessInfo => ({
  ...{ pid: 2 ** 30, ppid: 1, name: 'x', command: 'x', user: '', rss: 0, attachable: true, startTime: 1 },
  runtime,
});

it('every tool is named with what it costs or how to get it, and none stops an attach', () => {
  for (const kind of ['native', 'v8', 'cpython'] as const) {
    const checks = nativeTools(target({ kind, flavour: kind, version: '3.14.1' }), '/nowhere');
    expect(checks.every(({ ok, found }) => ok && found)).toBe(true);
    const [heaptrack] = checks;
    if (kind === 'native') expect(heaptrack?.fix).toMatch(/apt-get install heaptrack/);
    else expect(heaptrack?.found).toMatch(/never used on a managed process/);
    expect(checks.some(({ check }) => check.endsWith('memray'))).toBe(kind === 'cpython');
  }
});

it('memray is used from CPython 3.14 on, and why not before is said', () => {
  const said = (version: string) =>
    nativeTools(target({ kind: 'cpython', flavour: 'cpython', version }), '/nowhere').find(({ check }) =>
      check.endsWith('memray'),
    )?.found;
  expect(said('3.13.1')).toMatch(/from CPython 3.14 on only: .* one of 50 programs of 3.13 hung/);
  expect(said('3.14.0')).toMatch(/not installed/);
});

it('stacks are read from what gdb prints, whatever else it says', () => {
  const text = [
    '[New LWP 7]',
    'warning: something',
    'Thread 2 (Thread 0x7f6dcf6876c0 (LWP 7) "pool-1"):',
    '#0  0x00007f6dd0760df2 in __libc_pause () at ../sysdeps/unix/sysv/linux/pause.c:29',
    '#1  0x0000559dcfa36182 in my_worker () from /lib/libwork.so',
    '#2  ns::Thing<int>::run (this=..., n=...) at a b.cpp:7',
    '',
    'Thread 1 (LWP 6):',
    '#0  main ()',
    '[Inferior 1 (process 6) detached]',
  ].join('\n');
  expect(parseStacks(text)).toEqual([
    {
      id: 7,
      name: 'pool-1',
      frames: [
        { function: '__libc_pause', file: '../sysdeps/unix/sysv/linux/pause.c', line: 29 },
        { function: 'my_worker', file: '/lib/libwork.so', line: 0 },
        { function: 'ns::Thing<int>::run', file: 'a b.cpp', line: 7 },
      ],
    },
    { id: 6, name: '', frames: [{ function: 'main', file: '', line: 0 }] },
  ]);
});
