import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { DiffRow } from '../../shared/model/snapshot-rows.js';
import { answer, command } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

afterEach(endAllTargets);

/** Two of its own files and a package, which a bundler makes one minified file of. */
const SOURCES: Readonly<Record<string, string>> = {
  'src/app.mjs': `import { keep } from './keeping.mjs';
    import { pooled } from '../node_modules/acme/pool.mjs';
    globalThis.held = [];
    setInterval(() => { for (let n = 0; n < 500; n++) globalThis.held.push(keep(n), pooled(n)); }, 50);
    process.stdout.write('ready\\n');`,
  'src/keeping.mjs': 'class Kept { constructor(n) { this.n = n; } } export const keep = (n) => new Kept(n);',
  'node_modules/acme/pool.mjs':
    'class Pooled { constructor(n) { this.n = n; } } export const pooled = (n) => new Pooled(n);',
};

test('a bundled program’s heaps are compared by the files and packages that people wrote', async () => {
  const folder = scratchFolder(onTestFinished);
  for (const [name, text] of Object.entries(SOURCES)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const bundle = join(folder, 'dist', 'app.mjs');
  await build({
    ...{ input: join(folder, 'src/app.mjs'), platform: 'node', logLevel: 'silent' },
    output: { file: bundle, minify: { mangle: false, compress: false }, sourcemap: true },
  });
  const target = await startNodeTarget(bundle);
  const file = join(folder, 'r.leakscope');
  const recorded = await command(
    ...['record', '--pid', String(target.pid), '-o', file, '--duration', '2s', '--snapshot', 'start,end'],
  );
  expect(recorded.status).toBe(0);
  await target.end();
  // The session has the maps.
  rmSync(join(folder, 'dist'), { recursive: true });

  const grown = async (by: string) => {
    const { rows } = await answer<{ rows: readonly DiffRow[] }>('diff', `${file}#1`, `${file}#2`, '--by', by);
    return new Map(rows.map(({ name, addedCount }) => [name.replace(`file://${folder}/`, ''), addedCount]));
  };
  const modules = await grown('module');
  expect(modules.get('src/keeping.mjs')).toBeGreaterThan(500);
  expect(modules.get('node_modules/acme/pool.mjs')).toBeGreaterThan(500);
  expect([...modules.keys()].filter((name) => name.includes('dist/'))).toEqual([]);
  expect((await grown('package')).get('acme')).toBeGreaterThan(500);
}, 60_000);
