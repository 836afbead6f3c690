import type { Page } from 'playwright-core';

type Step = readonly [name: string, go: (page: Page) => Promise<unknown>];

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
  await choose(page, 'Picture');
  await page.locator('.picture-node').first().waitFor();
};
const rows = (page: Page, least: number): Promise<void> => page.getByRole('row').nth(least).waitFor();

/** Every pane and each of its tables, one after the other, in a window on the drawn session that shows its overview. */
export const paneSteps: readonly Step[] = [
  [
    'Overview',
    (page) => page.getByRole('region', { name: 'Finding', exact: true }).getByRole('heading').waitFor(),
  ],
  [
    'Heap, compared',
    async (page) => {
      await page.getByRole('tab', { name: /^Heap/ }).click();
      await choose(page, 'Classes');
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
    'Objects',
    async (page) => {
      await choose(page, 'Objects');
      await page.getByRole('grid', { name: 'Objects' }).getByRole('row').nth(3).waitFor();
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
      await page.getByRole('radio', { name: 'Strings', checked: true }).waitFor();
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
    'Stacks',
    async (page) => {
      await choose(page, 'Stacks');
      await page.getByText('Stacks are taken while a process is recorded.').waitFor();
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
      await choose(page, 'Icicle');
      await page.locator('[data-flame][data-painted]').waitFor();
    },
  ],
  [
    'Allocations, functions',
    async (page) => {
      await choose(page, 'Table');
      await page
        .getByRole('row', { name: /historyOf/ })
        .first()
        .click();
      await page.locator('.source-figure').first().waitFor();
    },
  ],
  [
    'Source',
    async (page) => {
      await page.getByRole('tab', { name: /^Source/ }).click();
      await page.locator('.source-figure').first().waitFor();
    },
  ],
  [
    'SQL',
    async (page) => {
      await page.getByRole('tab', { name: /^SQL/ }).click();
      await page.getByRole('button', { name: 'What grew most' }).click();
      await page.getByRole('grid', { name: 'Answer' }).getByRole('row').nth(2).waitFor();
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
