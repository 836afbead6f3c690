import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished } from 'vitest';
import { MemoryMap } from '../../../electron/processes/linux/memory-map.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

const MB = 1 << 20;
const targets = new URL('../../targets/native/', import.meta.url).pathname;
const has = (program: string, flag: string): boolean =>
  process.platform === 'linux' && spawnSync(program, [flag]).status === 0;

/** The account before and after it grew by 40 MB of its runtime's heap. */
async function accounts(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await said.next();
  const map = new MemoryMap(child.pid ?? 0);
  const account = async () => ledger({ regions: (await map.read()).regions, reading: {} });
  const before = await account();
  child.stdin.write('more\n');
  await said.next();
  const after = await account();
  return { after, grew: (id: string) => bytes(after, id) - bytes(before, id) };
}

const bytes = ({ entries }: ReturnType<typeof ledger>, id: string): number =>
  entries.find((entry) => entry.id === id)?.bytes ?? 0;

testWhere(has('go', 'version'), 'Go is not installed here')(
  'Go’s heap is mapped directly, and no stack of its threads',
  async () => {
    const file = join(scratchFolder(onTestFinished), 'growing');
    const built = spawnSync('go', ['build', '-o', file, join(targets, 'growing.go')], {
      ...{ encoding: 'utf8', env: { ...process.env, GO111MODULE: 'off', CGO_ENABLED: '0' } },
    });
    expect(built.stderr).toBe('');
    const { after, grew } = await accounts(file, []);
    expect(grew('mapped')).toBeGreaterThan(35 * MB);
    expect(bytes(after, 'stacks')).toBeLessThan(MB);
    expect(after.explained).toBeGreaterThan(0.95);
  },
  120_000,
);

testWhere(has('java', '-version'), 'Java is not installed here')(
  'Java’s heap is mapped directly',
  async () => {
    // The heap of one collector whose pages are touched as they are used.
    const { after, grew } = await accounts('java', [
      ...['-Xmx256m', '-Xms8m', '-XX:+UseSerialGC', join(targets, 'Growing.java')],
    ]);
    expect(grew('mapped')).toBeGreaterThan(30 * MB);
    expect(grew('stacks')).toBeLessThan(MB);
    expect(after.explained).toBeGreaterThan(0.95);
  },
  120_000,
);
