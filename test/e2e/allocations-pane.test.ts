import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { command } from '../helpers/command.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { describeWhere } from '../helpers/where.js';
import { attach } from '../helpers/window-steps.js';
import { ended, openWindow, startLeaker, type WindowUnderTest } from '../helpers/window-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-allocations-'));
const file = join(folder, 'layered.leakscope');
const copy = join(folder, 'copy.leakscope');
const axe = readFileSync(
  fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);
/** Of one wait. A machine that is loaded takes its time; what never comes still ends the test. */
const LIMIT = 30_000;

/** What the screen reader says of the selected call. */
const said = (page: Page): Promise<string> => page.locator('[data-flame-said]').innerText();
const flame = (page: Page) => page.locator('[data-flame]');
const megabytes = async (page: Page): Promise<number> =>
  Number.parseFloat((await page.locator('[data-all]').innerText()).replace(/[^\d.]/g, ''));

/** Selects the largest call of a function, as one does: by search, Enter, and back to the picture. */
async function walkTo(page: Page, name: string): Promise<void> {
  await flame(page).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(`/^${name}$/`);
  await page.locator('[data-match]').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => said(page), { timeout: LIMIT }).toMatch(new RegExp(`^${name},`));
  await page.keyboard.press('Escape');
  await flame(page).focus();
}

/** In the page, before its own scripts: what its worker of calls answers waits between the two events. */
function holdsCalls(): void {
  const Native = globalThis.Worker;
  let waiting: (() => void)[] | undefined;
  addEventListener('hold-calls', () => {
    waiting ??= [];
  });
  addEventListener('release-calls', () => {
    const all = waiting ?? [];
    waiting = undefined;
    for (const tell of all) tell();
  });
  globalThis.Worker = class extends Native {
    readonly #calls: boolean;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.#calls = options?.name === 'calls';
    }
    override addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
      const held = (event: Event): void => {
        if (typeof listener !== 'function') return;
        if (waiting) waiting.push(() => listener(event));
        else listener(event);
      };
      super.addEventListener(type, type === 'message' && this.#calls ? held : listener);
    }
  };
}

/** How deep and of which files, chosen before it is begun. */
async function tracesAsWished(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Frames, files, limits' }).click();
  await page.getByRole('textbox', { name: /^Frames/ }).fill('3');
  await page.getByRole('textbox', { name: /^Files/ }).fill('*leaky.py');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Frames, files, limits: 2 chosen' }).waitFor();
  await page.getByRole('button', { name: 'Trace allocations' }).click();
  await page.getByRole('button', { name: 'Read now' }).waitFor();
  const source = page.getByRole('combobox', { name: /^Source/ });
  await expect
    .poll(() => source.locator('option').allInnerTexts(), { timeout: LIMIT })
    .toContainEqual(expect.stringMatching(/tracemalloc, 3 frames/));
}

async function serious(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact?: string; nodes: { html: string }[] }[] }> };
    };
    return (await run.run()).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

describeWhere(CHROMIUM, 'Chromium is not installed')('the pane Allocations', () => {
  let window: WindowUnderTest;

  beforeAll(async () => {
    const node = await startLeaker(process.execPath, 'layered.mjs');
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(node.pid), '-o', file, '--duration', '13s', '--allocations'],
      );
      expect(status, err).toBe(0);
    } finally {
      await ended(node);
    }
    window = await openWindow([file]);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.page.getByRole('tab', { name: 'Allocations' }).click();
    await flame(window.page).waitFor();
  }, 120_000);
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keys alone go to the call that keeps, make it the root, and go back', async () => {
    const { page } = window;
    const all = await megabytes(page);
    await flame(page).focus();
    await page.keyboard.press('ArrowDown');
    const root = await said(page);
    expect(root).toMatch(/level 1, \d+ calls? below$/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => said(page), { timeout: LIMIT }).toMatch(/level 2,/);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => said(page), { timeout: LIMIT }).toBe(root);
    await walkTo(page, 'pad');
    expect(await said(page)).toMatch(/^pad, layered\.mjs:\d+, Total about [\d.]+ MB \([\d\s]+B\), [\d.]+ %/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Only pad' }).waitFor();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBeLessThan(all);
    await flame(page).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBe(all);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBeLessThan(all);
    await page.keyboard.press('Control+z');
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBe(all);
  });

  it('a click pins what is known, which can be copied; a second leads to callers, callees and source', async () => {
    const { page } = window;
    await walkTo(page, 'pad');
    await page.keyboard.press('Space');
    const card = page.getByRole('dialog', { name: 'pad' });
    await card.waitFor();
    expect(await card.innerText()).toContain('estimated from samples');
    await window.picture('allocations-card');
    await card.getByRole('button', { name: /^Copy/ }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\*\*pad\*\* `.*layered\.mjs:\d+`/);
    expect(copied).toMatch(/Total: ≈\s[\d.]+ MB \([\d\s]+B\)/);
    expect(await card.getByRole('link', { name: 'Open in editor' }).getAttribute('href')).toMatch(
      /^vscode:\/\/file\/.*\/test\/targets\/layered\.mjs:\d+$/,
    );
    // Beside it stand who calls it and the line, with its bytes.
    await page
      .getByRole('treegrid', { name: 'Sandwich' })
      .getByText(/^Callers, [1-9]/)
      .waitFor();
    await page.locator('.source-chosen', { hasText: 'function pad(text)' }).waitFor();
    await page
      .locator('.source-figure')
      .filter({ hasText: /^\d+\.\d\d$/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it('a search says how much goes through what it found; nothing found is said', async () => {
    const { page } = window;
    await page.keyboard.press('/');
    await page.keyboard.type('split');
    await expect
      .poll(() => page.locator('[data-match]').innerText(), { timeout: LIMIT })
      .toMatch(/^[\d.]+ MB match, [\d.]+ % 1 place, in \d+ calls? Enter$/);
    await window.picture('allocations-search');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('nothing like it');
    await page.getByText('No call matches').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('/(/');
    await page.getByText('That is not a regular expression.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('Enter waits for what is typed, also where the calls are worked out slowly', async () => {
    const slow = await openWindow([file], holdsCalls);
    try {
      const { page } = slow;
      await page.getByRole('tab', { name: 'Allocations' }).click();
      await flame(page).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('split');
      await page.locator('[data-match]').waitFor();
      await page.evaluate(() => dispatchEvent(new Event('hold-calls')));
      await page.keyboard.press('Control+a');
      await page.keyboard.type('/^pad$/');
      await page.keyboard.press('Enter');
      // What is still there is of the text before, and says so.
      await page.locator('.allocations-bar [aria-busy="true"]').waitFor();
      expect(await said(page)).toBe('No call is selected');
      await page.evaluate(() => dispatchEvent(new Event('release-calls')));
      await expect.poll(() => said(page), { timeout: LIMIT }).toMatch(/^pad,/);
      // And after a step, which makes other calls.
      await page.keyboard.press('Control+a');
      await page.keyboard.type('layered');
      await page.locator('[data-match]').waitFor();
      await page.evaluate(() => dispatchEvent(new Event('hold-calls')));
      await page.getByRole('button', { name: 'Hide runtime' }).click();
      await page.locator('[data-search]:visible').first().focus();
      await page.keyboard.press('Enter');
      expect(await said(page)).toMatch(/^pad,/);
      await page.evaluate(() => dispatchEvent(new Event('release-calls')));
      await expect.poll(() => said(page), { timeout: LIMIT }).not.toMatch(/^pad,/);
      expect(slow.errors).toEqual([]);
    } finally {
      await slow.end();
    }
  });

  it('the runtime is hidden, a function dropped, and every step undone alone', async () => {
    const { page } = window;
    const all = await megabytes(page);
    const hide = page.getByRole('button', { name: 'Hide runtime' });
    await hide.click();
    expect(await megabytes(page)).toBe(all);
    await walkTo(page, 'pad');
    await page.keyboard.press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBeLessThan(all / 2);
    await page.getByRole('button', { name: 'Without pad' }).click();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBe(all);
    await hide.click();
  });

  it('a comparison shows what grew, in the picture, the table and the card', async () => {
    const { page } = window;
    await page.keyboard.press('d');
    await page.getByText(/\+[\d.]+ MB since the base/).waitFor();
    await window.picture('allocations-diff');
    await page.keyboard.press('t');
    await page.getByRole('columnheader', { name: /^Δ/ }).first().waitFor();
    const first = page.getByRole('grid', { name: 'Function' }).getByRole('row').nth(1);
    expect(await first.innerText()).toMatch(/\+/);
    await page.keyboard.press('t');
    await page.keyboard.press('d');
    await page.getByText('since the base').waitFor({ state: 'detached' });
  });

  it('any point of another session is compared with, and the head names both', async () => {
    const { page } = window;
    const diff = page.getByRole('button', { name: /^Diff/ });
    await diff.click();
    const since = page.getByText(/\+[\d.]+ MB since the base/);
    await since.waitFor();
    const grown = await since.innerText();
    expect(await page.locator('[data-compared]').innerText()).toMatch(/^Base: this session at 0:\d\d\.\d$/);
    await diff.click();
    const other = join(folder, 'before the fix.leakscope');
    copyFileSync(file, other);
    const both = await openWindow([other, file]);
    try {
      await both.page
        .getByRole('region', { name: /^Sessions/ })
        .getByText('layered', { exact: true })
        .click();
      await both.page.getByRole('tab', { name: 'Allocations' }).click();
      await flame(both.page).waitFor();
      await both.page.getByRole('button', { name: /^Diff/ }).click();
      await both.page
        .getByRole('combobox', { name: /^Compared with/ })
        .selectOption({ label: 'before the fix.leakscope' });
      // At its end, which is this one's, too.
      const head = both.page.locator('[data-compared]');
      await expect
        .poll(() => head.innerText(), { timeout: LIMIT })
        .toMatch(/^Base: before the fix\.leakscope, V8 sampling at 0:1\d\.\d$/);
      await both.page.getByText('0 since the base').waitFor();
      const moments = both.page.getByRole('combobox', { name: /^At/ });
      await moments.selectOption({ index: 1 });
      await both.page.getByText(grown).waitFor();
      const at = await moments.locator('option:checked').innerText();
      await expect
        .poll(() => head.innerText(), { timeout: LIMIT })
        .toBe(`Base: before the fix.leakscope, V8 sampling at ${at}`);
      await both.picture('allocations-other-session');
      expect(both.errors).toEqual([]);
    } finally {
      await both.end();
    }
  });

  it('a range of the timeline scopes it', async () => {
    const { page } = window;
    const all = await megabytes(page);
    // The last part of the session: from its second reading on.
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    for (let step = 0; step < 41; step++) await page.keyboard.press('[');
    await page.getByRole('radio', { name: 'From the range' }).waitFor();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBeLessThan(all);
    await page.getByRole('radio', { name: 'Alive at its end' }).click();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBe(all);
    await page.getByRole('radio', { name: 'From the range' }).click();
    await page.getByTitle('Show everything').click();
    await expect.poll(() => megabytes(page), { timeout: LIMIT }).toBe(all);
  });

  it('sandwich, from the leaf, table by package, flame', async () => {
    const { page } = window;
    await page.getByRole('radio', { name: 'Sandwich' }).click();
    await page.getByRole('row', { name: /^pad/ }).click();
    await page.getByRole('application', { name: 'Callers: pad' }).waitFor();
    await page.getByRole('application', { name: 'Calls and own allocations: pad' }).waitFor();
    await window.picture('allocations-sandwich');
    await page.getByRole('radio', { name: 'Table' }).click();
    await page.getByRole('combobox', { name: /^By/ }).selectOption('package');
    await page.getByRole('row', { name: /^own code/ }).waitFor();
    await page.getByRole('combobox', { name: /^By/ }).selectOption('function');
    await page.getByRole('radio', { name: 'Flame' }).click();
    await page.getByRole('button', { name: 'From the leaf' }).click();
    await flame(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await window.picture('allocations-leaf');
    await page.getByRole('button', { name: 'From the leaf' }).click();
    await page.getByRole('radio', { name: 'Icicle' }).click();
    // In time the calls are the same, in another order.
    const all = await megabytes(page);
    await page.getByRole('combobox', { name: /^Order/ }).selectOption('time');
    await walkTo(page, 'pad');
    expect(await megabytes(page)).toBe(all);
    await page.getByRole('combobox', { name: /^Order/ }).selectOption('heavy');
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`has nothing serious for axe, ${scheme}`, async () => {
      const { page } = window;
      await page.emulateMedia({ colorScheme: scheme });
      const found: string[] = [];
      await walkTo(page, 'pad');
      await page.locator('.source-chosen').waitFor();
      for (const form of ['Icicle', 'Sandwich', 'Table']) {
        await page.getByRole('radio', { name: form }).click();
        found.push(...(await serious(page)).map((line) => `${form}: ${line}`));
      }
      await page.getByRole('tab', { name: 'Source' }).click();
      await page.locator('.source-chosen').waitFor();
      found.push(...(await serious(page)).map((line) => `Source: ${line}`));
      await page.getByRole('tab', { name: 'Allocations' }).click();
      await page.getByRole('radio', { name: 'Icicle' }).click();
      expect(found).toEqual([]);
    });

  it('fits a small window and a large one', async () => {
    const { page } = window;
    for (const [width, height] of [
      [1000, 640],
      [1024, 640],
      [1920, 1080],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await window.picture(`allocations-${width}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wider, `it scrolls sideways at ${width}`).toBe(false);
      const middle = async (one: Locator): Promise<number> => {
        const box = await one.boundingBox();
        return box ? box.y + box.height / 2 : Number.NaN;
      };
      const search = await middle(page.locator('.allocations-search'));
      expect(await middle(page.locator('[data-export-calls]')), `Export at ${width}`).toBeCloseTo(search, -1);
      await page.getByRole('radio', { name: 'Sandwich' }).click();
      const total = page.getByRole('columnheader', { name: /^Total/ }).first();
      await total.waitFor();
      const cut = await total.evaluate((head) => {
        const around = head.closest('[data-panel]')?.getBoundingClientRect().right ?? 0;
        return head.getBoundingClientRect().right > around + 1;
      });
      expect(cut, `Total is cut at ${width}`).toBe(false);
      await page.getByRole('radio', { name: 'Icicle' }).click();
    }
    expect(window.errors).toEqual([]);
  });

  it('the source that was looked at is in a copy of the session', async () => {
    const { status, err, out } = await command('info', file, '--json');
    expect(status, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ complete: true });
    const { page } = window;
    await page.getByRole('tab', { name: 'Source' }).click();
    await page.getByText(/kept in the session/).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Type a command' }).fill('save a copy');
    await page.keyboard.press('Enter');
    await page.getByLabel('Path of a session or heap snapshot').fill(copy);
    await page.keyboard.press('Enter');
    await page.getByText(`Saved as ${copy}`).waitFor();
    const review = await openWindow([copy]);
    try {
      await review.page.getByRole('tab', { name: 'Allocations' }).click();
      await walkTo(review.page, 'pad');
      await review.page.getByText(/kept in the session/).waitFor();
      expect(review.errors).toEqual([]);
    } finally {
      await review.end();
    }
  });
});

describeWhere(CHROMIUM, 'Chromium is not installed')('allocations of a running program', () => {
  const python = onePythonPerMinor().find(({ freeThreaded, root }) => !freeThreaded && !root)?.executable;
  const programs = [
    ['Node', process.execPath, 'layered.mjs', /^$/],
    ...(python ? [['Python', python, 'leaky.py', /3 times slower/] as const] : []),
  ] as const;
  if (!python) console.log('skipped: no CPython whose allocations could be sampled');
  it.each(programs)(
    'of %s are tracked from the window, read when asked, compared, and let go',
    async (_, program, leak, cost) => {
      const node = await startLeaker(program, leak);
      const window = await openWindow();
      try {
        const { page } = window;
        await attach(page, node.pid);
        await page.getByRole('tab', { name: 'Allocations' }).click();
        const sample = page.getByRole('button', { name: 'Sample allocations' });
        await sample.waitFor();
        // What it costs stands beside it before it is begun.
        if (cost.source !== '^$') await page.getByText(cost).waitFor();
        await window.picture(`allocations-offer-${leak}`);
        await sample.click();
        await page.getByRole('button', { name: 'Read now' }).waitFor();
        await expect
          .poll(
            async () => {
              await page.getByRole('button', { name: 'Read now' }).click();
              return (await page.locator('[data-all]').count()) > 0 ? megabytes(page) : 0;
            },
            { timeout: 60_000, interval: 1000 },
          )
          .toBeGreaterThan(0.3);
        await page.keyboard.press('d');
        await page.getByText(/\+[\d.]+ [kM]B since the base/).waitFor();
        await window.picture(`allocations-live-${leak}`);
        await page.getByRole('button', { name: 'Stop tracking' }).click();
        await page.getByRole('button', { name: 'Sample allocations' }).waitFor();
        if (leak === 'leaky.py') await tracesAsWished(page);
        expect(window.errors).toEqual([]);
      } finally {
        await window.end();
        await ended(node);
      }
    },
  );
});
