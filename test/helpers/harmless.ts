import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A text that wants to be more: markup, a script, a terminal's colours, an order of its own, a prototype. */
export const HOSTILE =
  '<img src=x data-hostile onerror="globalThis.pwned=1"><script data-hostile>pwned=1</script> \u001b[31mred\u202egnol __proto__';

/** Nothing of a hostile text became an element or ran, and no text of the page reorders, hides or reaches a terminal. */
export async function harmless(page: Page, where: string): Promise<void> {
  expect(await page.locator('[data-hostile]').count(), `an element of ${where}`).toBe(0);
  expect(await page.evaluate(() => 'pwned' in globalThis), `a script of ${where}`).toBe(false);
  expect(await unsafeTexts(page), where).toEqual([]);
}

/** Its texts and what is said on hover; what stands in a field to be edited is as it was typed. */
function unsafeTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const unsafe = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) continue;
      for (const { name, value } of element.attributes)
        if (unsafe.test(value)) found.push(`${element.tagName} ${name}: ${JSON.stringify(value)}`);
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && unsafe.test(node.nodeValue ?? ''))
          found.push(`${element.tagName}: ${JSON.stringify(node.nodeValue)}`);
    }
    return found;
  });
}
