import { expect, it } from 'vitest';
import { processOf } from '../../../electron/processes/portable/portable-process-table.js';
import { isWhole, rowOf, steady } from '../../../electron/processes/portable/process-rows.js';

/** As systeminformation 5.33 hands out what `ps` on macOS and Get-CimInstance on Windows print. */
const NOTHING = { cpuu: 0, cpus: 0, mem: 0.1, priority: 0, nice: 0, tty: '' };
const ON_MAC = {
  ...{ ...NOTHING, pid: 501, parentPid: 1, name: 'node', cpu: 12.5, memVsz: 4_500_000, memRss: 12_345 },
  ...{ started: '2026-11-21 22:58:45', state: 'sleeping', user: 'ann' },
  ...{ command: 'node', params: '--inspect app.js', path: '/usr/local/bin' },
};
const ON_WINDOWS = {
  ...{ ...NOTHING, pid: 4242, parentPid: 800, name: 'Python.exe', cpu: 12.5, memVsz: 90_000, memRss: 51_200 },
  ...{ started: '2026-11-21 22:58:45', state: 'unknown', user: '' },
  ...{
    command: '"C:\\Program Files\\Python313\\python.exe" app.py',
    params: '',
    path: 'C:\\Program Files\\Python313\\python.exe',
  },
};

it('reads what macOS tells', () => {
  const row = rowOf(ON_MAC, 'darwin', 8);
  expect(row).toMatchObject({ name: 'node', command: '/usr/local/bin/node --inspect app.js', cpu: 12.5 });
  expect(row.startTime).toBe(new Date(2026, 10, 21, 22, 58, 45).getTime() / 1000);
  expect(processOf(row)).toMatchObject({ rss: 12_345 * 1024, user: 'ann', attachable: true });
  expect(processOf(row).runtime).toEqual({ kind: 'v8', flavour: 'node' });
});

it('reads what Windows tells: CPU counts all cores there', () => {
  const row = rowOf(ON_WINDOWS, 'win32', 8);
  expect(row).toMatchObject({ name: 'Python', command: ON_WINDOWS.command, cpu: 100, rss: 51_200 * 1024 });
  expect(processOf(row).runtime).toEqual({ kind: 'cpython', flavour: 'cpython' });
});

it('says who has ended or is stopped', () => {
  expect(processOf(rowOf({ ...ON_MAC, state: 'zombie' }, 'darwin'))).toMatchObject({ attachable: false });
  expect(processOf(rowOf({ ...ON_MAC, state: 'stopped' }, 'darwin')).reason).toMatch(/kill -CONT/);
});

it('gives the same start time at every look, and another to another process', () => {
  const row = rowOf(ON_MAC, 'darwin');
  const known = new Map([[501, row.startTime]]);
  expect(steady([{ ...row, startTime: row.startTime + 1 }], known)).toEqual([row]);
  const other = { ...row, startTime: row.startTime + 60 };
  expect(steady([other], known)).toEqual([other]);
});

it('leaves out a row that lacks something', () => {
  expect([ON_MAC, ON_WINDOWS].every(isWhole)).toBe(true);
  for (const lack of [{ pid: Number.NaN }, { memRss: Number.NaN }, { command: undefined }])
    expect(isWhole({ ...ON_MAC, ...lack } as typeof ON_MAC)).toBe(false);
});

it('takes a time that is none for unknown', () => {
  for (const started of ['', null as unknown as string])
    expect(rowOf({ ...ON_WINDOWS, started }, 'win32').startTime).toBe(0);
});
