import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { utilityAsking } from '../../electron/app/utility-asking.js';
import { askSession } from '../../electron/store/ask/ask-session.js';
import { bundledProgram } from '../helpers/bundled-program.js';
import { ElectronStandIn } from '../helpers/electron-stand-in.js';
import { climbing, NODE_TARGET, newSession, scratchFolder } from '../helpers/session-file.js';
import { startedUtilities } from '../helpers/utility-process.js';

/** SQL in the desktop app: a utility process answers, and one that does not end is ended. */

const ENDLESS = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
const start = utilityAsking(new ElectronStandIn().parts());
const page = { from: 0, count: 10 };
let program: string;

beforeAll(async () => {
  program = await bundledProgram('../../electron/store/ask/ask-program.ts');
});
afterAll(() => {
  for (const child of startedUtilities) if (child.exitCode === null) child.kill('SIGKILL');
});

function session(): string {
  const path = join(scratchFolder(onTestFinished), 'a.leakscope');
  const writer = newSession(path);
  writer.append([climbing(writer.addTarget(NODE_TARGET), 0, 50)]);
  writer.complete(5000);
  return path;
}

const gone = async (): Promise<void> => {
  const child = startedUtilities.at(-1);
  if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child?.signalCode).toBe('SIGKILL');
};

it('answers, and its process is gone', async () => {
  const { rows } = await askSession(program, session(), { sql: 'SELECT pid FROM target', page }, undefined, {
    start,
  });
  expect(rows).toEqual([[NODE_TARGET.pid]]);
  await gone();
});

it('is stopped in the middle of a query that never ends: by its limit, and when it is cancelled', async () => {
  const query = { sql: ENDLESS, page };
  await expect(askSession(program, session(), query, undefined, { start, limit: 400 })).rejects.toThrow(
    /did not end/,
  );
  await gone();
  const stop = new AbortController();
  const asked = askSession(program, session(), query, stop.signal, { start });
  const child = startedUtilities.at(-1);
  if (child) await once(child, 'spawn');
  stop.abort();
  await expect(asked).rejects.toThrow(/cancelled/);
  await gone();
});
