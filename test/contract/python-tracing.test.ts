import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { AllocationTracing } from '../../electron/drivers/allocation-tracing.js';
import type { Attachment } from '../../electron/drivers/driver.js';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const signal = (): AbortSignal => AbortSignal.timeout(30_000);
const pythons = onePythonPerMinor();
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');

afterEach(endAllPythonTargets);

const tracingOf = (attachment: Attachment): AllocationTracing => {
  if (!attachment.tracing) throw new Error('it does not trace');
  return attachment.tracing;
};

/** Outermost first: `function file:line`. */
function stackOf({ stack, stacks }: AllocationTable, row: number): readonly string[] {
  const frames: string[] = [];
  for (let at = stack[row] as number; at >= 0; at = stacks.prefix[at] as number) {
    const frame = stacks.frame[at] as number;
    const { name, file, line } = stacks.frames;
    frames.unshift(`${name[frame]} ${file[frame]?.split('/').at(-1)}:${line[frame]}`);
  }
  return frames;
}

const rowsOf = (
  table: AllocationTable,
): readonly { readonly stack: string; readonly bytes: number; readonly blocks: number }[] =>
  Array.from({ length: table.length }, (_, row) => ({
    stack: stackOf(table, row).join(' > '),
    bytes: table.weight[row] as number,
    blocks: table.count?.[row] as number,
  }));

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('traces allocations to their lines', async () => {
    const target = await startPythonTarget(python, 'tracing.py');
    const attachment = await driver.attach(target.process, signal());
    const tracing = tracingOf(attachment);
    expect(await tracing.state(signal())).toMatchObject({ tracing: false, ours: false });
    await expect(tracing.allocations(signal())).rejects.toMatchObject({ code: 'not-tracing' });
    await tracing.start({ frames: 5 }, signal());
    await target.ask('allocate', /^allocated$/);
    const state = await tracing.state(signal());
    expect(state).toMatchObject({ tracing: true, ours: true, frames: 5 });
    expect(state.traced).toBeGreaterThan(100_000);
    expect(state.peak).toBeGreaterThanOrEqual(state.traced);
    expect(state.overhead).toBeGreaterThan(0);
    const rows = rowsOf(await tracing.allocations(signal()));
    const arrays = rows.filter(
      ({ stack }) => stack.endsWith('allocate tracing.py:9') && stack.includes('through'),
    );
    expect(arrays.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThanOrEqual(100 * 1000);
    expect(arrays.some(({ blocks }) => blocks >= 100)).toBe(true);
    expect(arrays[0]?.stack).toMatch(
      / tracing\.py:31 > through tracing\.py:20 > (.* > )?allocate tracing\.py:9$/,
    );
    expect(rows.find(({ stack }) => stack.endsWith('Keeper.keep tracing.py:15'))?.blocks).toBeGreaterThan(0);
    expect(rows.filter(({ stack }) => stack.includes('a.py:'))).toEqual([]);
    // Read in another process: the target goes on tracing.
    expect((await attachment.sample(signal()))['traced']).toBeGreaterThan(100_000);
    await tracing.stop(signal());
    expect(await tracing.state(signal())).toMatchObject({ tracing: false, ours: false });
    await attachment.detach();
    expect(await target.ask('state', /^state/)).toBe('state False 5');
    expect(target.errors()).toBe('');
  });

  it('ends in a program whose threads allocate without the GIL, and leaves it alive', async ({ skip }) => {
    const [program, ...before] = python.command;
    if (spawnSync(program, [...before, '-c', 'import lzma']).status !== 0) skip('it has no lzma');
    const target = await startPythonTarget(python, 'packing.py');
    for (let round = 0; round < 6; round++) {
      const attachment = await driver.attach(target.process, signal());
      await tracingOf(attachment).start({ frames: 1 }, signal());
      expect(await target.ask(`traced ${round}`, /^alive traced/)).toBeTruthy();
      if (round % 2 === 0) await tracingOf(attachment).stop(signal());
      await attachment.detach();
      expect(await target.ask(`left ${round}`, new RegExp(`^alive left ${round}$`))).toBeTruthy();
    }
    expect(target.errors()).toBe('');
  });

  it('filters by file', async () => {
    const target = await startPythonTarget(python, 'tracing.py');
    const attachment = await driver.attach(target.process, signal());
    const tracing = tracingOf(attachment);
    const stacks = async (
      filters: readonly { include: boolean; file: string }[],
    ): Promise<readonly string[]> => {
      await tracing.start({ frames: 1, filters }, signal());
      await target.ask('allocate', /^allocated$/);
      const rows = rowsOf(await tracing.allocations(signal()));
      await tracing.stop(signal());
      return rows.map(({ stack }) => stack);
    };
    const only = await stacks([{ include: true, file: '*/tracing.py' }]);
    expect(only.length).toBeGreaterThan(0);
    expect(only.filter((stack) => !stack.includes(' tracing.py:'))).toEqual([]);
    const without = await stacks([{ include: false, file: '*/tracing.py' }]);
    expect(without.filter((stack) => stack.includes(' tracing.py:'))).toEqual([]);
    await attachment.detach();
  });

  it('filters by file in a program that has loaded nothing that reads patterns', async () => {
    const target = await startPythonTarget(python, 'leaky.py', { silent: true });
    const attachment = await driver.attach(target.process, signal());
    const tracing = tracingOf(attachment);
    await tracing.start({ frames: 1, filters: [{ include: true, file: '*/leaky.py' }] }, signal());
    await expect
      .poll(async () => (await tracing.allocations(signal())).length, { timeout: 20_000 })
      .toBeGreaterThan(0);
    await tracing.stop(signal());
    await attachment.detach();
    expect(target.errors()).toBe('');
  });

  it('ends by its limits of time and memory', async () => {
    const target = await startPythonTarget(python, 'tracing.py');
    const attachment = await driver.attach(target.process, signal());
    const tracing = tracingOf(attachment);
    const ended = async (): Promise<string | undefined> => {
      for (;;) {
        const state = await tracing.state(signal());
        if (!state.tracing) return state.ended;
      }
    };
    await tracing.start({ frames: 1, limit: { time: 200 } }, signal());
    expect(await ended()).toBe('time');
    await tracing.start({ frames: 1, limit: { bytes: 1_000_000 } }, signal());
    await target.ask('big', /^big$/);
    expect(await ended()).toBe('memory');
    await attachment.detach();
    expect(await target.ask('state', /^state/)).toMatch(/^state False/);
  });

  it('leaves tracing as it was found', async () => {
    const traced = await startPythonTarget(python, 'tracing.py', { args: ['traces'] });
    const attachment = await driver.attach(traced.process, signal());
    const tracing = tracingOf(attachment);
    await tracing.start({ frames: 9 }, signal());
    expect(await tracing.state(signal())).toMatchObject({ tracing: true, ours: false, frames: 2 });
    await traced.ask('allocate', /^allocated$/);
    expect((await tracing.allocations(signal())).length).toBeGreaterThan(0);
    await tracing.stop(signal());
    await attachment.detach();
    expect(await traced.ask('state', /^state/)).toBe('state True 2');

    const plain = await startPythonTarget(python, 'tracing.py');
    const other = await driver.attach(plain.process, signal());
    await tracingOf(other).start({ frames: 3 }, signal());
    await other.detach();
    expect(await plain.ask('state', /^state/)).toMatch(/^state False/);
    expect(plain.errors()).toBe('');
  });
});
