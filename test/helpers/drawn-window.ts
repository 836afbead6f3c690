import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type DrawSession, drawnFiles } from './drawn-files.js';
import { openWindow, type WindowUnderTest } from './window-under-test.js';

/** A window on the drawn session of a shop that grows, or on what `draw` draws, for the tests of one suite; ended with it. Answers how to get it. */
export function drawnWindow(draw?: DrawSession): () => WindowUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-drawn-'));
  let window: WindowUnderTest | undefined;
  beforeAll(async () => {
    window = await openWindow(await drawnFiles(folder, draw ? { drawn: draw } : { shop: { growth: 9e5 } }));
    await window.page.getByText('Offline', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await window?.end();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!window) throw new Error('the window is not open yet');
    return window;
  };
}
