import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Of one wait. A machine that is loaded takes its time; what never comes still ends the test. */
const LIMIT = 60_000;

/** The lines of a part of the rail. */
export const list = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true }).getByRole('listitem');

/** Finds a process by what a person types, and attaches to it. */
export async function attach(page: Page, pid: number): Promise<void> {
  await page.getByRole('searchbox', { name: 'Name, PID, command' }).fill(String(pid));
  await page
    .getByRole('row', { name: new RegExp(`\\b${pid}\\b`) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await list(page, 'Processes')
    .filter({ hasText: String(pid) })
    .waitFor();
}

export async function snapshot(page: Page, count: number): Promise<void> {
  const button = page.getByRole('button', { name: /^Snapshot/ }).first();
  await expect.poll(() => button.isEnabled(), { timeout: LIMIT }).toBe(true);
  await button.click();
  const yes = page
    .getByRole('dialog', { name: 'Before this snapshot' })
    .getByRole('button', { name: 'Take it' });
  const taken = list(page, 'Snapshots').nth(count - 1);
  await yes.or(taken).first().waitFor();
  if (await yes.isVisible()) await yes.click();
  // In the list it stands once it is written; the panes turn to it a little later.
  await list(page, 'Snapshots')
    .nth(count - 1)
    .filter({ hasText: 'Compared' })
    .waitFor();
}

/** Waits until the sample numbers of a process have moved on: it is being read. */
export async function grows(page: Page, pid: number): Promise<void> {
  const rss = async (): Promise<number> =>
    Number(
      (
        await list(page, 'Processes')
          .filter({ hasText: String(pid) })
          .innerText()
      )
        .split(/\s+/)
        .at(-1),
    );
  await expect.poll(rss, { timeout: LIMIT }).toBeGreaterThan(0);
  const first = await rss();
  await expect.poll(rss, { timeout: LIMIT }).toBeGreaterThan(first + 1);
}
