import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import type { SessionId } from '../../shared/base/brand.js';
import { endTargets, type ProcessTarget, startNode, startPython } from '../helpers/process-targets.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());
afterEach(endTargets);

async function attached({ pid }: ProcessTarget): Promise<SessionId> {
  const path = join(scratchFolder(onTestFinished), 't.leakscope');
  const session = await host.api.recording.start({ pids: [pid], tree: false, interval: 50, path });
  onTestFinished(() => host.api.sessions.close(session));
  for (;;) {
    const [state] = await host.api.recording.attachments(session);
    if (state?.phase === 'attached') return session;
    await new Promise<void>((go) => {
      const end = host.onEvent(() => {
        end();
        go();
      });
    });
  }
}

/** Fills the C library's arena with small blocks and frees all but the last, which keeps the break where it is. */
const FRAGMENTED = `
import ctypes, time
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
blocks = [libc.malloc(1000) for _ in range(60000)]
for block in blocks: ctypes.memset(block, 1, 1000)
for block in blocks[:-1]: libc.free(block)
print('ready', flush=True)
time.sleep(300)
`;

const glibc = process.platform === 'linux' && process.arch === 'x64';
const python = onePythonPerMinor().find(({ root, freeThreaded }) => root === undefined && !freeThreaded);

testWhere(glibc && python, 'needs Linux, glibc and a CPython')(
  'a trim gives back what malloc holds free, with marks and mappings around it',
  async () => {
    const target = startPython(python?.command[0] ?? '', FRAGMENTED);
    await target.line();
    const session = await attached(target);
    const [state] = await host.api.recording.attachments(session);
    expect(state?.canTrim).toBe(true);
    await host.api.recording.trim(session, 1);
    const { marks } = await host.api.sessions.info(session);
    const [before, after] = marks.filter(({ kind }) => kind === 'trim');
    expect([before?.text, after?.text]).toEqual([
      expect.stringMatching(/^before malloc_trim of .*, asked for$/),
      expect.stringMatching(/^after malloc_trim of /),
    ]);
    const page = { from: 0, count: 100 };
    const range = { target: 1, from: before?.at ?? 0, by: 'name' as const, kind: 'heap' as const, page };
    const { rows } = await host.api.inventory.regions(session, range);
    const heap = rows.find(({ name }) => name === '[heap]');
    expect(heap?.delta?.rss).toBeLessThan(-50e6);
  },
  60_000,
);

testWhere(glibc, 'needs Linux')('Node cannot be trimmed, and that is said', async () => {
  const target = startNode('console.log("ready"); setInterval(() => {}, 1e6)');
  await target.line();
  const session = await attached(target);
  const [state] = await host.api.recording.attachments(session);
  expect(state?.canTrim).toBe(false);
  await expect(host.api.recording.trim(session, 1)).rejects.toThrow(/cannot be asked to give memory back/);
});
