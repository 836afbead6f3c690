import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, onTestFinished } from 'vitest';
import { InventoryReader } from '../../../electron/processes/linux/inventory-reader.js';
import { LinuxProcessTable } from '../../../electron/processes/linux/linux-process-table.js';
import { readProcStat } from '../../../electron/processes/linux/proc-stat.js';
import { createSampler } from '../../../electron/samplers/create-sampler.js';
import { LinuxReader } from '../../../electron/samplers/linux/linux-reader.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { nativeProgram, noCompiler } from '../../helpers/native-program.js';
import { endTargets, startNode, startTarget } from '../../helpers/process-targets.js';
import { testWhere } from '../../helpers/where.js';

afterEach(endTargets);
const test = testWhere(process.platform === 'linux', 'it reads /proc');

describe('what can go wrong while sampling', () => {
  test('a thousand processes are listed, sampled and gone again', async () => {
    // One shell with a thousand children in a group of its own: ended by that group.
    const shell = spawn('sh', ['-c', 'for n in $(seq 1000); do sleep 1000 & done; echo ready; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const group = shell.pid as number;
    onTestFinished(() => endGroup(group));
    await once(shell.stdout, 'data');
    const table = new LinuxProcessTable();
    onTestFinished(() => table.dispose());
    const children = await table.children(group);
    expect(children).toHaveLength(1000);
    const sampler = createSampler({ now: () => performance.now(), interval: 200, ledger, slowShare: 0 });
    onTestFinished(() => sampler.stop());
    const read = new Set<number>();
    const all = new Promise<void>((done) => {
      sampler.onBatch((batches) => {
        for (const { target, series } of batches) if ((series.get('rss')?.length ?? 0) > 0) read.add(target);
        if (read.size === 1000) done();
      });
    });
    children.forEach((child, at) => {
      sampler.add(at + 1, child);
    });
    await all;
    const gone = new Promise<void>((done) => {
      let count = 0;
      sampler.onGone(() => ++count === 1000 && done());
    });
    spawnSync('kill', ['-9', ...children.map(({ pid }) => String(pid))]);
    await gone;
  }, 120_000);

  test('a process that dies between two reads leaves an end, and no figures of nobody', async () => {
    const target = startTarget('sleep', ['100']);
    const reader = new LinuxReader(target.key, undefined, ledger);
    onTestFinished(() => reader.close());
    expect(reader.read(0)).toMatchObject({ rss: expect.any(Number) });
    const slow = reader.readSlowly({}, true).catch(() => ({ reading: {}, inventory: undefined }));
    await target.end();
    const { reading, inventory } = await slow;
    // Whether it was read before or after the end: a whole answer or none.
    expect(inventory === undefined || Object.keys(reading).length > 0).toBe(true);
    expect(reader.read(1)).toEqual({ ended: expect.stringMatching(/^(exited|killed)/) });
    await expect(
      reader
        .readSlowly({}, true)
        .then(({ reading }) => reading)
        .catch(() => ({})),
    ).resolves.toEqual({});
    expect(await new InventoryReader(target.pid).read()).toEqual({});
  });

  test('a counter that went back gives no CPU instead of a negative one', async () => {
    const target = startNode('console.log(1); for (;;);');
    await target.line();
    const reader = new LinuxReader(target.key);
    onTestFinished(() => reader.close());
    reader.read(10_000);
    // A clock that goes back stands for a counter that does: there is nothing to divide by.
    expect(reader.read(10_000)).not.toHaveProperty('cpu');
    for (let now = 11_000; ; now += 1000) {
      const reading = reader.read(now);
      expect(reading).not.toHaveProperty('ended');
      if ('cpu' in reading) {
        expect(reading['cpu']).toBeGreaterThanOrEqual(0);
        break;
      }
    }
  });

  testWhere(process.getuid?.() === 0, 'only root can become somebody who is refused')(
    'a process of somebody else gives its RSS and CPU, and what is refused is absent',
    async () => {
      const program = await bundledProgram('programs/sample-one.ts');
      onTestFinished(() => rmSync(dirname(program), { recursive: true }));
      const target = startTarget('sleep', ['100']);
      const key = [String(target.pid), String(target.key.startTime)];
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-', ...key], {
        encoding: 'utf8',
        // Its folder is ours alone.
        input: readFileSync(program),
        cwd: '/',
        uid: 65_534,
        gid: 65_534,
        timeout: 30_000,
      });
      expect(stderr).toBe('');
      const said = JSON.parse(stdout) as { names: readonly string[]; inventory: readonly string[] };
      expect(said.names).toEqual(expect.arrayContaining(['rss', 'threads']));
      expect(said.names).not.toContain('pss');
      expect(said.names).not.toContain('fds');
      expect(said.inventory).toEqual(['threads']);
    },
    60_000,
  );

  testWhere(!noCompiler, noCompiler ?? '')(
    'sixty thousand mappings of a real process are read whole',
    async () => {
      const limit = Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
      const target = startTarget(nativeProgram('mapping'), [String(Math.min(60_000, limit - 500))]);
      const count = Number(await target.line());
      const { regions = [] } = await new InventoryReader(target.pid).read();
      expect(regions.length).toBeGreaterThanOrEqual(count);
      const resident = Number(readFileSync(`/proc/${target.pid}/statm`, 'latin1').split(' ')[1]) * 4096;
      expect(Math.abs(regions.reduce((sum, { rss }) => sum + rss, 0) - resident)).toBeLessThan(1e6);
    },
    120_000,
  );

  test('a PID that is not the one that was listed is never read', () => {
    const target = startTarget('sleep', ['100']);
    const reader = new LinuxReader({ pid: target.pid, startTime: target.key.startTime - 1 });
    onTestFinished(() => reader.close());
    expect(reader.read(0)).toEqual({ ended: expect.any(String) });
    expect(readProcStat(target.pid)?.startTime).toBe(target.key.startTime);
    expect(readdirSync('/proc')).toContain(String(target.pid));
  });
});

/** By now it may have ended of itself. */
function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
