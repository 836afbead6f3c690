import type { Page } from 'playwright-core';

/** What cannot be seen whole: controls beyond an edge that does not scroll, rows lower than their text, blurred canvases. */
export function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the window scrolls sideways');
    const named = (element: Element): string =>
      (element.getAttribute('aria-label') ?? (element as HTMLElement).innerText ?? element.tagName).slice(
        0,
        60,
      );
    for (const control of document.querySelectorAll('button, input, select, textarea, a, [role=tab]')) {
      const box = control.getBoundingClientRect();
      const hidden = getComputedStyle(control).visibility === 'hidden' || control.closest('.visually-hidden');
      if (box.width === 0 || box.height === 0 || hidden) continue;
      let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
      let scrolls = false;
      for (let around = control.parentElement; around && !scrolls; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        scrolls = /auto|scroll/.test(overflowX + overflowY);
        if (!/hidden|clip/.test(overflowX + overflowY)) continue;
        const edge = around.getBoundingClientRect();
        [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
        [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      const out =
        box.left < left - 1 || box.top < top - 1 || box.right > right + 1 || box.bottom > bottom + 1;
      if (!scrolls && out) found.push(`cut off: ${named(control)}`);
    }
    for (const row of document.querySelectorAll<HTMLElement>('.grid-row, .rail-row, .tab, .button'))
      if (row.scrollHeight > row.clientHeight + 2) found.push(`too low for its text: ${named(row)}`);
    for (const canvas of document.querySelectorAll('canvas')) {
      const { width } = canvas.getBoundingClientRect();
      // Never painted: nothing has been pointed at.
      if (canvas.width === 300 && canvas.height === 150) continue;
      if (width > 0 && Math.abs(canvas.width - width * devicePixelRatio) > 2)
        found.push(`blurred: a canvas of ${canvas.width} pixels over ${width} × ${devicePixelRatio}`);
    }
    return found;
  });
}
