import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonInterpreters } from './python-interpreters.js';

/** How to start a program of the corpus that stands on packages of others. */
export interface CorpusPackages {
  readonly python: string;
  /** A copy of test/targets that finds these packages before those of the project. */
  readonly targets: string;
}

const FOLDER = join(import.meta.dirname, '../../out/corpus-packages');
const NODE =
  'ajv@8.20.0 express@5.3.0 fastify@5.12.8 graphql@15.11.0 handlebars@4.7.10 ioredis-mock@8.13.1 ioredis@5.11.1 koa@3.3.0 lru-cache@11.5.3 node-cache@5.1.2 p-queue@10.0.0 prom-client@15.1.3 rxjs@7.8.2 sax@1.6.1 ws@8.23.0';
const PYTHON =
  'aiohttp==3.14.5 cachetools==8.0.1 celery==5.7.0 django==6.1.3 fastapi==0.165.0 flask==3.1.3 httpx==0.28.1 jinja2==3.1.6 lxml==6.1.3 numpy==2.5.5 pydantic==2.14.3 pytest==9.2.0 sqlalchemy==2.1.9 uvicorn==0.54.0 werkzeug==3.1.9';
/** Sets with programs that stand on them. */
const SETS = ['held-out/sixth', 'held-out/ninth'];
/** The oldest that all of them run on. */
const LEAST_MINOR = 12;

let made: CorpusPackages | string | undefined;

/** From npm and PyPI into out/, once a machine; a text where that cannot be had: what is missing. Waits for minutes. */
export function corpusPackages(): CorpusPackages | string {
  made ??= install();
  return made;
}

function install(): CorpusPackages | string {
  const python = pythonInterpreters().find(({ minor, root }) => minor >= LEAST_MINOR && root === undefined);
  if (!python) return `no CPython 3.${LEAST_MINOR} here`;
  const [node, venv] = [join(FOLDER, 'node'), join(FOLDER, `venv-${python.version}`)];
  const own = join(venv, 'bin/python');
  const done = join(FOLDER, `done-${python.version}`);
  if (!existsSync(done)) {
    mkdirSync(node, { recursive: true });
    writeFileSync(join(node, 'package.json'), '{ "private": true }');
    const steps: readonly (readonly [string, ...string[]])[] = [
      ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', node, ...NODE.split(' ')],
      [python.executable, '-m', 'venv', venv],
      [own, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PYTHON.split(' ')],
    ];
    for (const [command, ...args] of steps) {
      const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: MOST_TIME });
      if (status !== 0)
        return `${command} ${args[0]} failed, so there are no packages: ${stderr?.slice(-300)}`;
    }
    writeFileSync(done, '');
  }
  const targets = join(node, 'targets');
  for (const set of SETS)
    cpSync(join(import.meta.dirname, '../targets', set), join(targets, set), { recursive: true });
  return { python: own, targets };
}

const MOST_TIME = 300_000;
