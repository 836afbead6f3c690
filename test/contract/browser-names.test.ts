import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SessionInfo } from '../../shared/model/session.js';
import { CHROMIUM, startChromium } from '../helpers/chromium.js';
import { answer, command } from '../helpers/command.js';
import { describeWhere } from '../helpers/where.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-browser-names-'));
const file = join(folder, 'browser.leakscope');

describeWhere(CHROMIUM, 'Chromium is not installed')('the processes of a browser, recorded', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are told apart by what each is for, and those that show a page by the page', async () => {
    const browser = await startChromium(
      ['data:text/html,<title>Inbox</title>'],
      ['--remote-debugging-port=0'],
    );
    try {
      const { status, err } = await command(
        ...['record', '--pid', String(browser.process.pid), '--tree', '-o', file, '--duration', '3s'],
      );
      expect(status, err).toBe(0);
    } finally {
      await browser.end();
    }
    const { targets } = await answer<SessionInfo>('info', file);
    const names = targets.filter(({ within }) => within === undefined).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/ network service$/)]));
    const host = targets.find(({ name }) => name.endsWith(' renderer: Inbox'));
    expect(host, names.join('\n')).toBeDefined();
    expect(targets.find(({ name }) => name === 'Inbox')?.within).toBe(host?.id);
  });
});
