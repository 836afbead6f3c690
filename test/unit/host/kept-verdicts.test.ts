import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { keptVerdicts } from '../../../electron/host/kept-verdicts.js';
import type { Finding } from '../../../shared/api/findings.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-verdicts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FINDING: Finding = {
  ...{
    rule: 'growing-container',
    severity: 'high',
    confidence: 'likely',
    target: 1,
    title: 't',
    because: 'b',
  },
  ...{ bytesPerSecond: 2e6, advice: 'a', evidence: [] },
};
const recent = (name: string, duration: number) => ({
  ...{ path: `/s/${name}`, name, size: 1, modifiedAt: '2026-11-21T00:00:00Z' },
  ...{ duration, processes: 1, snapshots: 2 },
});

it('says of a recording what was found in it, and nothing of another of its name', () => {
  const verdicts = keptVerdicts(() => join(folder, 'a.json'));
  verdicts.keep({ path: '/s/leaks', duration: 5000, snapshots: 2 }, [FINDING, FINDING]);
  verdicts.keep({ path: '/s/quiet', duration: 6000, snapshots: 2 }, []);
  verdicts.keep({ path: '/s/__proto__', duration: 1, snapshots: 2 }, []);
  const files = [recent('leaks', 5000), recent('quiet', 6000), recent('quiet', 7000), recent('new', 1)];
  expect(verdicts.beside(files).map(({ verdict }) => verdict)).toEqual([
    { findings: 2, severity: 'high', bytesPerSecond: 2e6 },
    { findings: 0 },
    undefined,
    undefined,
  ]);
});

it('takes a broken file for none, and goes on without one that cannot be written', () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{"/s/leaks":{"findings":"<b>"}}');
  const verdicts = keptVerdicts(() => file);
  expect(verdicts.beside([recent('leaks', 5000)])[0]).not.toHaveProperty('verdict');
  const nowhere = keptVerdicts(() => join(folder, 'no', 'such', 'folder.json'));
  expect(() => nowhere.keep({ path: '/s/leaks' }, [FINDING])).not.toThrow();
});
