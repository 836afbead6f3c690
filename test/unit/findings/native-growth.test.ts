import { expect, it } from 'vitest';
import type { Evidence, GrownMapping } from '../../../shared/findings/evidence.js';
import { nativeGrowth } from '../../../shared/findings/rules/native-growth.js';

/** RSS and one line of the account rise by 3 MB a second for 20 s. */
function rising(id: string, mappings: readonly GrownMapping[]): Evidence {
  const time = Array.from({ length: 200 }, (_, at) => at * 100);
  const points = { time, value: time.map((ms) => 50e6 + ms * 3000) };
  return {
    ...{ target: 1, from: 0, to: 20_000, mappings },
    series: new Map([
      ['rss', points],
      [`ledger.${id}`, points],
    ]),
    ledger: { entries: [{ id, delta: 60e6 }], advice: 'Look in Regions.' },
  } as unknown as Evidence;
}

const found = (evidence: Evidence): number => {
  const verdict = nativeGrowth.judge(evidence);
  return verdict.kind === 'leak' ? verdict.findings.length : 0;
};
const segment = { kind: 'shared', name: '/dev/zero (deleted)', rss: 101e6, delta: 60e6 };

it('is silent where a segment of a fixed size is touched page after page, as a database does with its buffers', () => {
  expect(found(rising('shared', [{ ...segment, mapped: 0 }]))).toBe(0);
});

it('tells of shared memory that is mapped anew, and of what is not known', () => {
  expect(found(rising('shared', [{ ...segment, mapped: 60e6 }]))).toBe(1);
  expect(found(rising('shared', [segment]))).toBe(1);
  expect(found(rising('shared', []))).toBe(1);
});

it('does not speak for a managed heap that nothing was read of', () => {
  const verdict = nativeGrowth.judge({ ...rising('mapped', []), heapUnseen: true });
  expect(verdict).toMatchObject({
    findings: [
      {
        confidence: 'possible',
        title: expect.stringMatching(/^Memory grows/),
        advice: expect.stringContaining('Attach'),
      },
    ],
  });
});

it('tells of an allocator that fills memory of its own', () => {
  expect(
    found(rising('malloc.rest', [{ kind: 'heap', name: '[heap]', rss: 9e7, delta: 6e7, mapped: 0 }])),
  ).toBe(1);
});
