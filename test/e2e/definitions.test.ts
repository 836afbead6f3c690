import { expect, it } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { drawnWindow } from '../helpers/drawn-window.js';
import { paneSteps } from '../helpers/pane-steps.js';
import { describeWhere } from '../helpers/where.js';
import { withoutDefinition } from '../helpers/without-definition.js';

/** Each number that is shown says what it is on hover: walked through every pane and each of its tables. */

describeWhere(CHROMIUM, 'no Chromium here')('every figure has its definition', () => {
  const opened = drawnWindow();

  it('in each pane and table', async () => {
    const { page } = opened();
    const found: string[] = [];
    const seen = new Set<string>();
    for (const [name, go] of paneSteps) {
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
