import type { Page } from 'playwright-core';

/**
 * Figures in sight that do not say on hover what they are: neither they, nor what they stand in, nor the head of their
 * column has a title in words. A sentence says it itself; names, keys, code and what is drawn on a canvas are no figures.
 */
export function withoutDefinition(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const NOT_FIGURES =
      'p, h1, h2, h3, li.support, bdi, code, kbd, select, textarea, input, .from-target, .mono, .letter, .notice, .status-bar, ' +
      '[role=application], .cm-content, .cm-lineNumbers, .visually-hidden, [aria-hidden=true], title, .medium, .badge, ' +
      '.card-name, .picture-node, .grid-card';
    // A name may have digits in it; a figure is digits with at most a unit, or several of them.
    const FIGURE =
      /^[≈+−±×~]?\s*\d[\d\s.,\u2009:]*\s*(B|kB|MB|GB|%|ms|s|min|h|days|objects?|processes|threads|mappings|late|snapshots?|at a time|\/|·|–|to|CPU|pinned|in|,|more|new|[+−]|\d|\s|\(|\)|h ago)*$/u;
    const words = (title: string | null | undefined): boolean =>
      (title ?? '').replace(/[\d\s.,\u2009+−%]|\b(B|kB|MB|GB)\b/g, '').length >= 12;
    const headOf = (element: Element): Element | undefined => {
      const cell = element.closest('[role=gridcell], [role=rowheader], td');
      if (!cell?.parentElement) return undefined;
      const at = [...cell.parentElement.children].indexOf(cell);
      const table = cell.closest('[role=grid], [role=treegrid], table');
      const heads = table?.querySelectorAll('[role=columnheader], thead th') ?? [];
      return heads[at];
    };
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? '').trim();
      const element = node.parentElement;
      if (!element || !FIGURE.test(text) || element.closest(NOT_FIGURES)) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      let said = words(headOf(element)?.getAttribute('title'));
      for (let around: Element | null = element; around && !said; around = around.parentElement)
        said = words(around.getAttribute('title')) || words(around.getAttribute('aria-description'));
      if (said) continue;
      const section = element.closest('section, nav, header, footer, [role=tabpanel]');
      const where = section?.getAttribute('aria-label') ?? section?.className ?? '';
      found.add(`${text} in ${String(where).slice(0, 40)} (${element.className || element.tagName})`);
    }
    return [...found];
  });
}
