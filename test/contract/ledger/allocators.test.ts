import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect } from 'vitest';
import { pythonDriver } from '../../../electron/drivers/python/python-driver.js';
import { MemoryMap } from '../../../electron/processes/linux/memory-map.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { nativeProgram, noCompiler } from '../../helpers/native-program.js';
import { onePythonPerMinor } from '../../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../../helpers/python-targets.js';
import { testWhere } from '../../helpers/where.js';

const MB = 1 << 20;
const running = new Set<ReturnType<typeof spawn>>();
afterEach(async () => {
  await endAllPythonTargets();
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Grows by 20 MB of small and 20 MB of large blocks, with an account before and after. */
async function grown(program: string, preload?: string) {
  const env = preload ? { ...process.env, LD_PRELOAD: preload } : process.env;
  const child = spawn(program, [], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await said.next();
  const map = new MemoryMap(child.pid ?? 0);
  const account = async () => ledger({ regions: (await map.read()).regions, reading: {} });
  const before = await account();
  for (const word of ['memory', 'large']) {
    child.stdin.write(`${word}\n`);
    await said.next();
  }
  const after = await account();
  const { regions } = await map.read();
  return {
    before,
    after,
    names: new Set(regions.filter(({ kind }) => kind === 'heap').map(({ name }) => name)),
  };
}

const onLinux = process.platform === 'linux' && !noCompiler;

describe('another allocator than glibc’s', () => {
  for (const [name, pattern] of [
    ['jemalloc', '/usr/lib/*/libjemalloc.so.2'],
    ['mimalloc', '/usr/lib/*/libmimalloc.so.2*'],
    ['tcmalloc', '/usr/lib/*/libtcmalloc_minimal.so.4'],
  ] as const) {
    const [library] = globSync(pattern);
    testWhere(onLinux && library, `lib${name} is not installed here`)(
      `${name} is recognised by its library`,
      async () => {
        const { before, after, names } = await grown(nativeProgram('growing'), library);
        expect(names).toContain(`[${name}]`);
        expect(after.explained).toBeGreaterThan(0.95);
        const rest = (account: typeof after) =>
          account.entries.find(({ id }) => id === 'malloc.rest')?.bytes ?? 0;
        expect(rest(after) - rest(before)).toBeGreaterThan(35 * MB);
      },
    );
  }

  const [jemalloc] = globSync('/usr/lib/*/libjemalloc.so.2');
  const pythons = onePythonPerMinor().filter(({ root }) => root === undefined);
  testWhere(onLinux && jemalloc && pythons.length > 0, 'libjemalloc or CPython is not here')(
    'jemalloc says in a CPython program what is in use and what it holds free',
    async () => {
      for (const python of pythons) {
        const target = await startPythonTarget(python, 'fragmenting.py', { env: { LD_PRELOAD: jemalloc } });
        const attachment = await pythonDriver({ agentFolder }).attach(
          target.process,
          AbortSignal.timeout(30_000),
        );
        let reading = await attachment.sample(AbortSignal.timeout(5000));
        while (reading['malloc.free'] === undefined)
          reading = await attachment.sample(AbortSignal.timeout(5000));
        const { regions } = await new MemoryMap(target.pid).read();
        const { entries } = ledger({ regions, reading });
        const bytes = (id: string): number => entries.find((line) => line.id === id)?.bytes ?? 0;
        // 38 MB were freed, and 2 MB are held by the program's blocks.
        expect(bytes('malloc.free')).toBeGreaterThan(25 * MB);
        expect(bytes('malloc.used')).toBeLessThan(12 * MB);
        await attachment.detach();
        await target.end();
      }
    },
    120_000,
  );

  const musl = existsSync('/usr/bin/musl-gcc') && spawnSync('musl-gcc', ['--version']).status === 0;
  testWhere(onLinux && musl, 'musl-gcc is not installed here')(
    'musl’s is recognised by its loader',
    async () => {
      const { after, names } = await grown(nativeProgram('growing', [], 'musl-gcc'));
      expect([...names].some((name) => name === '[musl malloc]' || name === '[heap]')).toBe(true);
      expect(after.explained).toBeGreaterThan(0.95);
    },
  );
});
