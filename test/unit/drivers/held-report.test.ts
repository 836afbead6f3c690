import { expect, test } from 'vitest';
import { HeldReport } from '../../../electron/drivers/native/held-report.js';

const HEAD = '[12:00:00] Top 100000 stacks with outstanding allocations:';

function reportOf(
  stacks: number,
  most?: { readonly lines: number; readonly characters: number },
): HeldReport {
  const report = new HeldReport(HEAD, most);
  for (let n = 1; n <= stacks; n++)
    for (const line of [`\t${n * 16} bytes in ${n} allocations from stack`, `\t\tgrow+0x${n} [app]`])
      report.push(line);
  return report;
}

test('a report that is short enough is whole', () => {
  const report = reportOf(3);
  expect(report.lines).toHaveLength(7);
  expect(report.lines[0]).toBe(HEAD);
  expect(report.leftOut).toBe(0);
});

test.each([
  ['lines', { lines: 20, characters: 1e6 }],
  ['characters', { lines: 1e6, characters: 500 }],
])('of one with too many %s the largest stacks are kept, and the others counted', (_, most) => {
  const report = reportOf(1000, most);
  expect(report.lines.length).toBeLessThanOrEqual(most.lines + 1);
  expect(report.lines.join('').length).toBeLessThanOrEqual(most.characters + HEAD.length);
  expect(report.lines.at(-2)).toMatch(/^\t16000 bytes/);
  // Whole stacks: what follows the head is the line of one.
  expect(report.lines[1]).toMatch(/^\t\d+ bytes in/);
  expect(report.leftOut + (report.lines.length - 1) / 2).toBe(1000);
});
