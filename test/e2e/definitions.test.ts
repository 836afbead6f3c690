import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { describeWhere } from '../helpers/where.js';
import { withoutDefinition } from '../helpers/without-definition.js';

/** Each number that is shown says what it is on hover: walked through every pane and each of its tables. */

const choose = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('radio', { name, exact: true }).click();
};
const chooseObject = async (page: Page): Promise<void> => {
  await page
    .getByRole('row', { name: /Session/ })
    .first()
    .click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('row', { name: /@\d+/ }).first().click();
  await page.locator('.picture-node').first().waitFor();
};
const rows = (page: Page, least: number): Promise<void> => page.getByRole('row').nth(least).waitFor();

/** What is in sight, one step after the other. */
const STEPS: readonly (readonly [name: string, go: (page: Page) => Promise<unknown>])[] = [
  [
    'Overview',
    (page) => page.getByRole('region', { name: 'Finding', exact: true }).getByRole('heading').waitFor(),
  ],
  [
    'Heap, compared',
    async (page) => {
      await page.getByRole('tab', { name: /^Heap/ }).click();
      await chooseObject(page);
    },
  ],
  [
    'Heap, one snapshot',
    async (page) => {
      await page.keyboard.press('d');
      await page.getByRole('columnheader', { name: /^Count/ }).waitFor();
    },
  ],
  [
    'Dominators',
    async (page) => {
      await choose(page, 'Dominators');
      await rows(page, 2);
    },
  ],
  [
    'Strings',
    async (page) => {
      await choose(page, 'Strings');
      await page.getByRole('columnheader').first().waitFor();
    },
  ],
  [
    'Classes',
    async (page) => {
      await choose(page, 'Classes');
      await page.keyboard.press('d');
      await page.getByRole('columnheader', { name: /Δ retained/ }).waitFor();
      await chooseObject(page);
    },
  ],
  [
    'Object',
    async (page) => {
      await page.getByRole('tab', { name: /^Object/ }).click();
      await page.locator('.picture-node').first().waitFor();
    },
  ],
  ['References', (page) => choose(page, 'References')],
  ['Dominated', (page) => choose(page, 'Dominated')],
  [
    'Merged paths',
    async (page) => {
      await choose(page, 'Merged paths');
      await rows(page, 1);
    },
  ],
  [
    'Threads',
    async (page) => {
      await page.getByRole('tab', { name: /^Threads/ }).click();
      await page.getByRole('row', { name: /pool-/ }).first().waitFor();
    },
  ],
  [
    'Descriptors',
    async (page) => {
      await choose(page, 'Descriptors');
      await rows(page, 1);
    },
  ],
  [
    'Regions',
    async (page) => {
      await page.getByRole('tab', { name: /^Regions/ }).click();
      await rows(page, 3);
    },
  ],
  [
    'Mappings',
    async (page) => {
      await choose(page, 'Mappings');
      await rows(page, 3);
    },
  ],
  [
    'Allocations',
    async (page) => {
      await page.getByRole('tab', { name: /^Allocations/ }).click();
      await page.locator('[data-flame][data-painted]').waitFor();
    },
  ],
  [
    'attach',
    async (page) => {
      await page.keyboard.press('a');
      await rows(page, 3);
      await page.getByRole('row').nth(3).click();
      await page.getByText('whose memory', { exact: true }).waitFor();
    },
  ],
];

describeWhere(CHROMIUM, 'no Chromium here')('every figure has its definition', () => {
  const opened = drawnWindow();

  it('in each pane and table', async () => {
    const { page } = opened();
    const found: string[] = [];
    const seen = new Set<string>();
    for (const [name, go] of STEPS) {
      await go(page);
      await page.waitForLoadState('networkidle');
      for (const line of await withoutDefinition(page)) {
        if (!seen.has(line)) found.push(`${name}: ${line}`);
        seen.add(line);
      }
    }
    expect(found).toEqual([]);
  });

  it('and one without is found', async () => {
    const { page } = opened();
    await page.evaluate(() => {
      const figure = document.createElement('span');
      figure.textContent = '12.5 MB';
      document.querySelector('.attach-foot, .tabs-row')?.append(figure);
    });
    expect((await withoutDefinition(page)).some((line) => line.startsWith('12.5 MB in'))).toBe(true);
    expect(opened().errors).toEqual([]);
  });
});
