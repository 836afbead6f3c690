/** Runs the checks, then the suites, one after the other, and adds them up. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const checks = [
  ...['shared', 'electron', 'renderer', 'test', 'build'].map((room) => ({
    name: `types of ${room}/`,
    args: [bin('tsc'), '-p', room],
  })),
  {
    name: 'lint and format',
    args: [bin('biome'), 'check', '--colors=off', '--config-path', 'build/checks/lint.json', '.'],
  },
  { name: 'who imports whom', args: ['build/checks/imports.ts'] },
  { name: 'rooms are tidy', args: ['build/checks/tidiness.ts'] },
  { name: 'dead code', args: [bin('knip'), '--config', 'build/checks/knip.json'] },
];
const suites = ['unit', 'golden', 'contract', 'e2e', 'long'];

/** The long suite only by name; what follows it filters its files. */
const only = process.argv.slice(2);
const wanted = (name) => (only.length === 0 ? name !== 'long' : only.includes(name));
const filters = only[0] === 'long' ? only.slice(1) : [];
const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
const folder = mkdtempSync(join(tmpdir(), 'leakscope-test-'));

if (wanted('checks')) for (const { name, args } of checks) check(name, args);
for (const name of suites) if (wanted(name)) suite(name);

rmSync(folder, { recursive: true, force: true });
for (const { name, reason } of skips) console.log(`skipped: ${name}: ${reason}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function check(name, args) {
  const begin = performance.now();
  const { status, stdout, stderr } = run(args, 'pipe');
  const ok = status === 0;
  total[ok ? 'passed' : 'failed']++;
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name} (${seconds(begin)})`);
  if (!ok) console.log(`${stdout}${stderr}`.trimEnd());
}

function suite(name) {
  const begin = performance.now();
  const report = join(folder, `${name}.json`);
  const { status } = run(
    [
      bin('vitest'),
      'run',
      '--config',
      'build/checks/vitest.config.ts',
      '--project',
      name,
      '--passWithNoTests',
      ...filters,
      '--reporter',
      './build/checks/quiet-reporter.ts',
    ],
    'inherit',
    { LEAKSCOPE_REPORT: report },
  );
  const result = read(report);
  total.passed += result.passed;
  total.failed += result.failed;
  total.skipped += result.skipped.length;
  skips.push(...result.skipped);
  // A run that failed without a failed test (a file that does not load, an unhandled error) must count.
  if (status !== 0 && result.failed === 0) total.failed++;
  console.log(
    `${status === 0 ? 'ok' : 'FAILED'}  ${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped (${seconds(begin)})`,
  );
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function run(args, output, env = {}) {
  return spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
}

function seconds(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}
