import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, FixCheck } from '../../shared/api/findings.js';
import { CHROMIUM } from '../helpers/chromium.js';
import { answer, command } from '../helpers/command.js';
import { testWhere } from '../helpers/where.js';

/** Findings on programs that really leak, as a user and a pipeline ask for them: no display, no window. */

const folder = mkdtempSync(join(tmpdir(), 'leakscope-findings-'));
const HOSTILE = '</script><script>document.title=1</script>';
const programs: ChildProcess[] = [];
const put = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.join('\n'));
  return path;
};

const LEAK = [
  'const sessions = new Map();',
  'class Session {',
  "  constructor(n) { this.n = n; this.rows = Array.from({ length: 20 }, (_, i) => ({ i, text: 'row ' + i })); }",
  '}',
  'let n = 0;',
  'function login() {',
  '  n++;',
  '  sessions.set(n, new Session(n));',
  '}',
];
const LOOP = 'setInterval(() => { for (let i = 0; i < 20; i++) login(); }, 20);';

async function recorded(name: string, file: string, duration = '12s'): Promise<string> {
  const session = join(folder, `${name}.leakscope`);
  const child = spawn(process.execPath, [file], { stdio: 'ignore', cwd: folder });
  programs.push(child);
  await once(child, 'spawn');
  const flags = [
    '--pid',
    String(child.pid),
    '-o',
    session,
    '--snapshot',
    'start,end',
    '--duration',
    duration,
  ];
  const { status, err } = await command('record', ...flags);
  if (status !== 0) throw new Error(`record: ${status}: ${err}`);
  child.kill('SIGKILL');
  return session;
}

let leaking: string;
let fixed: string;

beforeAll(async () => {
  // A class whose name is an attack: it must be harmless in every export.
  const hostile = `Object.defineProperty(Session, 'name', { value: ${JSON.stringify(`${HOSTILE}\u202e\u0000`)} });`;
  leaking = await recorded('leaking', put('app.mjs', [...LEAK, hostile, LOOP]));
  fixed = await recorded(
    'fixed',
    put('fixed/app.mjs', [...LEAK, LOOP, 'setInterval(() => sessions.clear(), 100);']),
  );
}, 180_000);

afterAll(() => {
  for (const child of programs)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('findings', () => {
  it('name the rule, and the line by its whole path', async () => {
    const [first] = await answer<Finding[]>('findings', leaking);
    expect(first).toMatchObject({
      rule: 'growing-container',
      location: { file: join(folder, 'app.mjs'), line: 8, function: 'login' },
      pin: 'container:sessions',
    });
    expect(first.signs?.some(({ snapshots }) => snapshots?.length === 2)).toBe(true);
  });
  it('say on stderr what they do, beside JSON on stdout', async () => {
    const { out, err } = await command('findings', leaking, '--json');
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ rule: 'growing-container' }));
    expect(err).toMatch(/looking at node \(\d+\)/);
  });
  it('are none for the program that forgets, and the exit status says so', async () => {
    expect(await answer<Finding[]>('findings', fixed)).toEqual([]);
    expect((await command('findings', fixed, '--fail-on', 'low')).status).toBe(0);
    expect((await command('findings', leaking, '--fail-on', 'medium')).status).toBe(3);
  });
  it('take no program for warmed up that died of its full heap', async () => {
    const session = join(mkdtempSync(join(folder, 'full-')), 'full.leakscope');
    const file = join(import.meta.dirname, '../targets/filling.mjs');
    const child = spawn(process.execPath, ['--max-old-space-size=100', file], { stdio: 'ignore' });
    programs.push(child);
    await once(child, 'spawn');
    const { status, err } = await command('record', '--pid', String(child.pid), '-o', session);
    expect([status, err]).toEqual([0, expect.stringMatching(/its heap was full/)]);
    const said = await command('findings', session);
    expect(said.out + said.err).toMatch(/There is no snapshot of it/);
    expect(said.out + said.err).not.toMatch(/no more|warm-up|a cache that filled/);
  });
  it('are written as Markdown in which a name is text', async () => {
    const { out } = await command('findings', leaking, '--format', 'markdown');
    expect(out).toMatch(/^### sessions grows/);
    expect(out).not.toContain('<script>');
  });
});

describe('check', () => {
  it('is fixed, with both slopes; not fixed against itself, with status 3', async () => {
    const check = await answer<FixCheck>('check', leaking, fixed);
    expect(check.verdict).toBe('fixed');
    expect(check.before.slope).toBeGreaterThan(100);
    expect(check.after?.slope).toBeLessThan(check.before.slope / 4);
    const again = await command('check', leaking, leaking);
    expect(again.status).toBe(3);
    expect(again.out).toMatch(/^Not fixed/);
  });
  it('does not compare another program', async () => {
    const other = await recorded('other', put('other.mjs', [LOOP.replace('login()', '0')]), '2s');
    const { status, out } = await command('check', leaking, other);
    expect(out).toMatch(/^Not enough data[\s\S]*no process that runs the same program/);
    expect(status).toBe(1);
  });
  it('says what there is, for a finding that is none', async () => {
    const { status, err } = await command('check', leaking, fixed, '--finding', '99');
    expect(status).toBe(1);
    expect(err).toMatch(/no(ne)? .*99/i);
  });
});

describe('export --format html', () => {
  testWhere(CHROMIUM, 'no Chromium here')(
    'is one harmless file, which a browser shows without a network',
    async () => {
      const page = join(folder, 'report.html');
      const { status, err } = await command('export', leaking, '--format', 'html', '-o', page);
      expect(err).not.toMatch(/leakscope:/);
      expect(status).toBe(0);
      const html = readFileSync(page, 'utf8');
      expect(html).toContain("default-src 'none'");
      expect(html).not.toMatch(/<script|\u202e|\0|https?:\/\/(?!127)/i);
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
      try {
        const tab = await browser.newPage();
        const wrong: string[] = [];
        const asked: string[] = [];
        tab.on('pageerror', (error) => wrong.push(String(error)));
        tab.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
        tab.on('request', (request) => asked.push(request.url()));
        await tab.goto(pathToFileURL(page).href);
        expect(await tab.title()).toBe('leaking.leakscope: Leakscope report');
        expect(await tab.locator('script').count()).toBe(0);
        expect(await tab.locator('article h3').first().textContent()).toMatch(/sessions grows/);
        expect(await tab.locator('svg path.line').count()).toBeGreaterThan(0);
        expect(
          await tab
            .locator('article')
            .first()
            .evaluate((card) => getComputedStyle(card).borderLeftWidth),
        ).toBe('4px');
        expect(asked).toHaveLength(1);
        expect(wrong).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

describe('a pipeline without a display', () => {
  const suite = async (name: string, run: readonly string[]): Promise<readonly number[]> => {
    // A second try must not find the first one's file.
    const session = join(mkdtempSync(join(folder, `${name}-`)), 'run.leakscope');
    const { status } = await command('run', '-o', session, '--snapshot', '1s,4s,7s,10s', '--', ...run);
    const { status: found } = await command('findings', session, '--fail-on', 'medium');
    return [status, found];
  };
  it('passes a healthy suite of Node, and fails one that leaks', async () => {
    const test =
      "import { test } from 'node:test'; import { setTimeout as wait } from 'node:timers/promises';";
    const steps = 'for (let i = 0; i < 260; i++) test(String(i), async () => {';
    const good = put('good.test.mjs', [test, `${steps} await wait(50); });`]);
    const bad = put('bad.test.mjs', [
      ...LEAK,
      test,
      `${steps} for (let k = 0; k < 60; k++) login(); await wait(50); });`,
    ]);
    expect(await suite('node-good', [process.execPath, good])).toEqual([0, 0]);
    expect(await suite('node-bad', [process.execPath, bad])).toEqual([0, 3]);
  }, 120_000);
  it('passes a healthy suite of Python, and fails one that leaks', async () => {
    mkdirSync(join(folder, 'py'), { recursive: true });
    const head = ['import time, unittest', 'KEPT = {}', 'class Steps(unittest.TestCase):', '    pass'];
    const steps = ['for i in range(260):', '    setattr(Steps, "test_%d" % i, step)', 'unittest.main()'];
    const good = put('py/good.py', [...head, 'def step(self):', '    time.sleep(0.05)', ...steps]);
    const keep = '    for k in range(60): KEPT["%s %d" % (self.id(), k)] = {"k": k, "text": "x" * 300}';
    const bad = put('py/bad.py', [...head, 'def step(self):', keep, '    time.sleep(0.05)', ...steps]);
    expect(await suite('python-good', ['python3', good])).toEqual([0, 0]);
    expect(await suite('python-bad', ['python3', bad])).toEqual([0, 3]);
  }, 120_000);
});
