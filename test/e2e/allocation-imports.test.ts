import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import type { AllocationAnswer } from '../../shared/api/sessions.js';
import { sizeText } from '../../shared/base/quantity.js';
import { CHROMIUM } from '../helpers/chromium.js';
import { answer } from '../helpers/command.js';
import { scratchFolder } from '../helpers/session-file.js';
import { describeWhere } from '../helpers/where.js';
import { openWindow } from '../helpers/window-under-test.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

describeWhere(CHROMIUM, 'Chromium is not installed')('profiles of other tools in the window', () => {
  it('each shows its own calls, also straight after another', async () => {
    const timeline = join(scratchFolder(onTestFinished), 'node24.heaptimeline');
    writeFileSync(timeline, gunzipSync(readFileSync(fixture('heap/node24.heaptimeline.gz'))));
    const files = readdirSync(fixture('allocations'))
      .filter((name) => name !== 'README.md')
      .map((name) => fixture(`allocations/${name}`))
      .concat(timeline);
    const window = await openWindow(files);
    onTestFinished(() => window.end());
    const { page } = window;
    for (const file of files) {
      const { bytes } = await answer<AllocationAnswer>('allocations', file);
      const row = page.getByRole('region', { name: /^Sessions/ }).getByText(basename(file), { exact: true });
      await row.click();
      await page.getByRole('tab', { name: 'Allocations' }).click();
      await page.locator('.allocations').waitFor();
      // Whatever stands there once calls are shown is of this file: not first what was shown of the last.
      const all = page.locator('[data-all]');
      await all.waitFor();
      const sum = (await all.innerText()).replace(/^≈\s*/, '').replace(/^about\s*/, '');
      expect(sum.replaceAll(/\s/g, ' '), basename(file)).toBe(sizeText(bytes).replaceAll(/\s/g, ' '));
      await page.locator('[data-flame][data-painted]').waitFor();
      await page.getByText('RSS not measured').first().waitFor();
    }
    expect(window.errors).toEqual([]);
  });
});
