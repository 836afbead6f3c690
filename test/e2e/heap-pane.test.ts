import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { sessionWithSites } from '../helpers/session-with-sites.js';
import { describeWhere } from '../helpers/where.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-heap-pane-'));
const file = join(folder, 'node.leakscope');

describeWhere(CHROMIUM, 'Chromium is not installed')('the heap pane, on two snapshots of a real leak', () => {
  let window: WindowUnderTest | undefined;

  beforeAll(async () => {
    const node = await startLeaker(process.execPath, 'leaky.mjs');
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(node.pid), '-o', file],
        ...['--duration', '3s', '--snapshot', 'start,end'],
      );
      expect(status, err).toBe(0);
    } finally {
      await ended(node);
    }
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The comparison, in a window of its own. */
  async function opened(session = file): Promise<Page> {
    await window?.end();
    window = await openWindow([session]);
    const { page } = window;
    await page.getByText('Offline', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Heap' }).click();
    await page.getByRole('columnheader', { name: /Δ retained/ }).waitFor();
    return page;
  }
  /** The filters that stand behind a button at this width, in the order of the steps. */
  const more = (page: Page): Promise<void> => page.getByRole('button', { name: /^More filters/ }).click();
  const search = (page: Page) => page.getByRole('searchbox', { name: /^Class/ });

  it('lists what the program made before what the runtime keeps, until a column is clicked', async () => {
    const page = await opened();
    const rows = page.getByRole('treegrid', { name: 'Classes' }).getByRole('row');
    const name = async (at: number): Promise<string> =>
      (await rows.nth(at).getByRole('gridcell').first().innerText()).trim();
    const RUNTIME = /^(global|system \/ |\(system\)|\(compiled|\(object shape)/;
    const own = page.getByRole('button', { name: 'Own first' });
    await expect.poll(() => own.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => name(1)).toBe('SessionStore');
    for (let at = 2; at < 6; at++) expect(await name(at)).not.toMatch(RUNTIME);
    const all = Number(await page.getByRole('treegrid', { name: 'Classes' }).getAttribute('aria-rowcount'));
    await page.getByRole('columnheader', { name: /Δ retained/ }).click();
    await expect.poll(() => name(1)).toMatch(RUNTIME);
    expect(await own.getAttribute('aria-pressed')).toBe('false');
    expect(Number(await page.getByRole('treegrid', { name: 'Classes' }).getAttribute('aria-rowcount'))).toBe(
      all,
    );
    await own.click();
    await expect.poll(() => name(1)).toBe('SessionStore');
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('module');
    const files = page.getByRole('grid', { name: 'File' }).getByRole('row');
    await files.filter({ hasText: '(runtime)' }).first().waitFor();
    await expect.poll(() => files.nth(1).innerText()).toMatch(/leaky\.mjs/);
    expect(window?.errors).toEqual([]);
  });

  it('shows what grew by how it is held, opened to its objects, and says where no sites are', async () => {
    const page = await opened();
    const by = page.getByRole('combobox', { name: 'By', exact: true });
    await by.selectOption('path');
    const paths = page.getByRole('treegrid', { name: 'Paths' });
    await page.getByRole('columnheader', { name: 'Retaining path' }).waitFor();
    expect(await page.getByRole('columnheader', { name: /Survived|retained/ }).count()).toBe(0);
    const row = paths
      .getByRole('row')
      .filter({ hasText: /\] Session ‹ table \(array\) ‹ .*SessionStore/ })
      .first();
    await row.waitFor();
    await row.getByRole('button', { name: 'Open' }).click();
    const object = paths
      .getByRole('row')
      .filter({ hasText: /^@\d+new/ })
      .first();
    await object.click();
    await page.getByRole('heading', { name: /Session/ }).waitFor();
    await by.selectOption('site');
    await page.getByRole('heading', { name: 'These snapshots do not say who allocated' }).waitFor();
    await page.getByRole('button', { name: 'Compare by class' }).click();
    await page.getByRole('columnheader', { name: /Δ retained/ }).waitFor();
    expect(window?.errors).toEqual([]);
  });

  it('shows what grew by the line that allocated it where the snapshots know it, opened to its objects', async () => {
    const session = join(folder, 'sites.leakscope');
    await sessionWithSites(session);
    const page = await opened(session);
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('site');
    const sites = page.getByRole('treegrid', { name: 'Sites' });
    const row = sites.getByRole('row').filter({ hasText: /^receive .*snapshots-with-sites\.mjs:\d+/ });
    await row.first().waitFor();
    await row.first().getByRole('button', { name: 'Open' }).click();
    const object = sites
      .getByRole('row')
      .filter({ hasText: /^@\d+new/ })
      .first();
    await object.click();
    await page.getByRole('heading', { name: /@\d+/ }).first().waitFor();
    expect(window?.errors).toEqual([]);
  });

  it('has its filters in two rows at 1440, whatever is set, and all of them in sight where there is room', async () => {
    const page = await opened();
    /** Rows of a bar: one is 36 to 38 pixels high. */
    const high = (): Promise<readonly number[]> =>
      page
        .locator('.heap > .heap-bar')
        .evaluateAll((bars) => bars.map((bar) => Math.floor(bar.clientHeight / 36)));
    const covered = (): Promise<readonly string[]> =>
      page.locator('.heap > .heap-bar').evaluateAll((bars) =>
        bars.flatMap((bar) => {
          const parts = [...bar.querySelectorAll(':scope > :not(.visually-hidden)')];
          const end = bar.getBoundingClientRect().right;
          const next = (at: number): number => parts[at + 1]?.getBoundingClientRect().left ?? end;
          return parts
            .filter((part, at) => part.getBoundingClientRect().right > next(at) + 1)
            .map(({ textContent }) => textContent ?? '');
        }),
      );
    for (const table of ['Classes', 'Objects', 'Dominators', 'Strings']) {
      await page.getByRole('radio', { name: table, exact: true }).click();
      await page.getByRole('searchbox').last().fill('e');
      await page.getByRole('button', { name: 'Keep this filter …' }).waitFor();
      expect(await high(), table).toEqual([1, 1]);
      expect(await covered(), table).toEqual([]);
    }
    await page.getByRole('radio', { name: 'Classes', exact: true }).click();
    await more(page);
    await page.getByRole('combobox', { name: 'Class', exact: true }).fill('SessionStore');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Class SessionStore: show all again' }).waitFor();
    expect(await high()).toEqual([1, 1]);
    expect(await covered()).toEqual([]);
    await page.setViewportSize({ width: 1920, height: 1000 });
    await page.getByRole('combobox', { name: 'Distance' }).waitFor();
    expect(await page.getByRole('button', { name: /^More filters/ }).count()).toBe(0);
    expect(await high()).toEqual([1, 1]);
    expect(await covered()).toEqual([]);
  });

  it('what is empty beside the table has the button that fills it', async () => {
    const page = await opened();
    const side = page.getByRole('region', { name: 'Who holds it' });
    await side.getByRole('heading', { name: 'What holds it?' }).waitFor();
    await side.getByRole('button', { name: 'Show what holds the class that grew most' }).click();
    await side.getByRole('heading', { name: 'What holds the new Session' }).waitFor();
    await side.getByRole('row').filter({ hasText: 'SessionStore' }).first().waitFor();
    await page.keyboard.press('d');
    await page.getByRole('columnheader', { name: /^Count/ }).waitFor();
    await side.getByRole('button', { name: 'Show what holds the largest class' }).click();
    await side.getByRole('heading', { name: /^What holds \S/ }).waitFor();
    expect(window?.errors).toEqual([]);
  });

  it('keeps a filter in the session: it is there when the file is opened again, and is set by a click', async () => {
    const before = await opened();
    await search(before).fill('/^Session$/');
    await before.getByRole('button', { name: 'Growing' }).click();
    await before.getByRole('button', { name: 'Keep this filter …' }).click();
    await before.getByRole('textbox', { name: 'Name of the filter' }).fill('sessions that grow');
    await before.keyboard.press('Enter');
    await before.getByRole('button', { name: 'sessions that grow', exact: true }).waitFor();

    const page = await opened();
    expect(await search(page).inputValue()).toBe('');
    await page.getByRole('button', { name: 'sessions that grow', exact: true }).click();
    await expect.poll(() => search(page).inputValue()).toBe('/^Session$/');
    const rows = page.getByRole('treegrid', { name: 'Classes' }).getByRole('row');
    await rows.filter({ hasText: /^Session/ }).waitFor();
    await expect.poll(() => rows.filter({ hasText: /SessionStore|Buffer/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Growing' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Forget the filter sessions that grow' }).click();
    await page
      .getByRole('button', { name: 'sessions that grow', exact: true })
      .waitFor({ state: 'detached' });
    expect(window?.errors).toEqual([]);
  });

  it('finds objects by text and distance, and says what cutting a reference would free', async () => {
    const page = await opened();
    await page.getByRole('radiogroup', { name: 'What to show' }).first().getByText('Objects').click();
    const objects = page
      .getByRole('grid', { name: 'Objects' })
      .or(page.getByRole('treegrid', { name: 'Objects' }));
    await page.getByRole('searchbox', { name: /^Text, or/ }).fill('/^Session$/');
    const session = objects.getByRole('row').filter({ hasText: /^Session @\d+/ });
    await session.first().waitFor();
    await more(page);
    await page.getByRole('combobox', { name: 'Distance' }).selectOption('2');
    await page.getByText('No object matches').waitFor();
    await page.getByRole('button', { name: 'More filters, 1 set' }).click();
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();
    await page.getByRole('searchbox', { name: /^Text, or/ }).fill('/^Session$/');
    await session.first().click();
    const retainers = page.getByRole('treegrid', { name: 'Retainers' });
    await retainers.getByRole('row').nth(1).click();
    await page.getByText(/^Without this reference .* would be free: /).waitFor();
    expect(window?.errors).toEqual([]);
  });

  it('leaves out rows of a diff by class, size and distance, and opens a class in the table of objects', async () => {
    const page = await opened();
    const show = page.getByRole('radiogroup', { name: 'What to show' }).first();
    const classes = page.getByRole('treegrid', { name: 'Classes' }).getByRole('row');
    const ofClass = page.getByRole('combobox', { name: 'Class', exact: true });
    await more(page);
    await ofClass.fill('Sess');
    await page.locator('datalist option[value="Session"]').waitFor({ state: 'attached' });
    await ofClass.fill('Session');
    await page.keyboard.press('Enter');
    await expect.poll(() => classes.filter({ hasText: /SessionStore|Buffer/ }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('path');
    const paths = page.getByRole('treegrid', { name: 'Paths' }).getByRole('row');
    await paths
      .filter({ hasText: /Session ‹ table \(array\)/ })
      .first()
      .waitFor();
    expect(await paths.filter({ hasText: /Buffer ‹/ }).count()).toBe(0);
    await more(page);
    await page.getByRole('combobox', { name: 'Distance' }).selectOption('1');
    await page.getByText('No class matches').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('');
    await more(page);
    await page.getByRole('combobox', { name: 'Size' }).selectOption('10000000');
    await page.getByText('No class matches').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();

    const session = classes.filter({ hasText: /^Session\d/ });
    await session.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('button', { name: 'in the table of objects' }).click();
    const objects = page.getByRole('grid', { name: 'Objects' }).getByRole('row');
    await objects
      .filter({ hasText: /^Session @\d+new/ })
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'New only' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Keep this filter …' }).click();
    await page.getByRole('textbox', { name: 'Name of the filter' }).fill('new sessions');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Class Session: show all again' }).click();
    await objects
      .filter({ hasNotText: /Session|Object/ })
      .first()
      .waitFor();

    await show.getByText('Dominators').click();
    await more(page);
    await page.getByRole('combobox', { name: 'Class', exact: true }).fill('SessionStore');
    await page.keyboard.press('Enter');
    const tree = page.getByRole('treegrid', { name: 'Dominators' }).getByRole('row');
    await tree.filter({ hasText: /^SessionStore @\d+/ }).waitFor();
    expect(await tree.count()).toBe(2);
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();

    await show.getByText('Strings').click();
    await page.getByRole('searchbox', { name: /^Part of a text/ }).fill('/no such text at all/');
    await page.getByText('No text matches').waitFor();
    await page.getByRole('button', { name: 'new sessions', exact: true }).click();
    await objects
      .filter({ hasText: /^Session @\d+new/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Forget the filter new sessions' }).click();
    expect(window?.errors).toEqual([]);
  });

  it('leaves the rows their place in a low window: what is compared and filtered is behind one button', async () => {
    const page = await opened();
    // Text at 200 % in 1440 × 900.
    await page.setViewportSize({ width: 720, height: 450 });
    const fold = page.getByRole('button', { name: /: compare and filter/ });
    await fold.waitFor();
    const inSight = (): Promise<number> =>
      page.evaluate(() => {
        const edge = document.querySelector('.heap .grid-body')?.getBoundingClientRect().bottom ?? 0;
        const rows = [...document.querySelectorAll('.heap .grid-body .grid-row')];
        return rows.filter((row) => row.getBoundingClientRect().bottom <= edge).length;
      });
    await page.getByRole('row').nth(7).waitFor();
    await expect.poll(inSight, { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    const first = page.getByRole('columnheader').nth(1);
    expect(await first.innerText()).toMatch(/Δ retained/);
    await fold.click();
    const choices = page.getByRole('dialog', { name: 'What is compared, and filters' });
    await choices.getByRole('button', { name: 'New only' }).click();
    await page.keyboard.press('Escape');
    await choices.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /: compare and filter, 1 set$/ }).waitFor();
    // Its button is behind the other, and clicked by the key all the same.
    await page.keyboard.press('d');
    await page.getByRole('columnheader', { name: /^Count/ }).waitFor();
    // Of one snapshot nothing is new: the filter waits for the next comparison.
    await page.getByRole('button', { name: /: compare and filter$/ }).waitFor();
    expect(window?.errors).toEqual([]);
  });
});
