import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/api/findings.js';
import { command } from '../helpers/command.js';
import { CORPUS, type CorpusProgram } from '../helpers/corpus.js';
import { type CorpusPackages, corpusPackages } from '../helpers/corpus-packages.js';
import { type CorpusAnswer, corpusTable } from '../helpers/corpus-table.js';
import { packedEvidence, recordedEvidence } from '../helpers/recorded-evidence.js';

/**
 * Records every program of the corpus anew and prints what `findings` says of each: `npm run test:long -- corpus`.
 * About half a minute a program, which is waiting: two at once (`-- corpus --maxConcurrency 2`). The table of the last run of
 * all is corpus.md beside this file. With LEAKSCOPE_KEEP_EVIDENCE=1 what the rules judged is written to out/evidence, as
 * test/golden/findings keeps it. With LEAKSCOPE_KEEP_SESSIONS=FOLDER sessions are kept there, and those there are judged again.
 */
const SECONDS = 25;
const folder = mkdtempSync(join(tmpdir(), 'leakscope-corpus-'));
const sessions = process.env['LEAKSCOPE_KEEP_SESSIONS'];
const answers: CorpusAnswer[] = [];
const targets = join(import.meta.dirname, '../targets');
const kept = join(import.meta.dirname, '../../out/evidence');

afterAll(() => {
  const table = corpusTable(answers);
  process.stdout.write(`\n${table}\n`);
  if (answers.length === CORPUS.length) writeFileSync(join(import.meta.dirname, 'corpus.md'), table);
  rmSync(folder, { recursive: true, force: true });
});

async function findingsOf(program: CorpusProgram): Promise<readonly Finding[]> {
  const short = program.name.replaceAll(/\W+/g, '-');
  const session = join(sessions ?? folder, `${short}.leakscope`);
  if (!existsSync(session)) {
    const said = await recorded(program, session).catch((error: unknown) => {
      rmSync(session, { force: true });
      throw error;
    });
    // Of many targets a few may be too late.
    if (/No snapshot at start: (?!\d+ of)/.test(said)) {
      rmSync(session, { force: true });
      throw new Error(said);
    }
  }
  if (process.env['LEAKSCOPE_KEEP_EVIDENCE'] === '1') {
    const packed = (await recordedEvidence(session)).map(packedEvidence);
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, `${short}.json`), JSON.stringify(packed).replaceAll(targets, '/app'));
  }
  const { status, out, err } = await command('findings', session, '--json');
  if (status !== 0) throw new Error(`findings: status ${status}: ${err}`);
  return JSON.parse(out) as readonly Finding[];
}

/** Records a program for its time and ends it. Answers with what the recorder said. */
async function recorded(program: CorpusProgram, session: string): Promise<string> {
  const { runtime, file, args = [], seconds = SECONDS } = program;
  const from = packagesOf(program);
  const child = spawn(
    runtime === 'node' ? process.execPath : from.python,
    [join(from.targets, file), ...args],
    {
      stdio: 'ignore',
      detached: true,
    },
  );
  await once(child, 'spawn');
  const { pid = 0 } = child;
  try {
    const flags = ['-o', session, '--snapshot', 'start,end', '--duration', `${seconds}s`];
    const { status, err } = await command('record', '--tree', '--pid', String(pid), ...flags);
    if (status !== 0) throw new Error(`record: status ${status}: ${err}`);
    if (ended(child)) throw new Error(`${file} ended by itself`);
    return err;
  } finally {
    // Its own group: what it started ends with it.
    if (!ended(child)) process.kill(-pid, 'SIGKILL');
  }
}

function packagesOf({ packages }: CorpusProgram): CorpusPackages {
  const made = packages ? corpusPackages() : { python: 'python3', targets };
  if (typeof made === 'string') throw new Error(made);
  return made;
}

const ended = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

describe('the corpus, recorded anew', { concurrent: true }, () => {
  it.for(CORPUS.map((program) => [program.group, program.name, program] as const))(
    '%s: %s',
    async ([, , program], { skip }) => {
      const made = program.packages ? corpusPackages() : undefined;
      if (typeof made === 'string') skip(made);
      const found = await findingsOf(program);
      const [first] = found;
      const at = first?.location && `${basename(first.location.file)}:${first.location.line}`;
      answers.push({ program, findings: found, at });
      // What was never tuned on is counted, not asserted.
      if (program.group.startsWith('held-out')) return;
      expect(found.map(({ rule }) => rule)[0]).toBe(program.rule);
      if (program.at !== undefined) expect(at).toBe(program.at);
    },
  );
});
