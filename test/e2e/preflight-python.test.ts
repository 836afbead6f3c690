import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.js';
import { memoryGroups } from '../helpers/memory-group.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';
import { serious } from '../helpers/serious.js';
import { testWhere } from '../helpers/where.js';
import { attach, list } from '../helpers/window-steps.js';
import { openWindow } from '../helpers/window-under-test.js';

const LIMIT = 110_000;
const MB = 1 << 20;
const groups = memoryGroups();
const python = onePythonPerMinor().at(-1);

afterEach(endAllPythonTargets);

testWhere(CHROMIUM && groups && python, 'no Chromium, CPython, or groups with a memory limit here')(
  'a snapshot that has no room for a copy is taken in the program itself, where that is chosen',
  async () => {
    if (!python) return;
    const group = join(groups?.mount ?? '', `leakscope-window-${process.pid}`);
    mkdirSync(group);
    onTestFinished(async () => {
      await endAllPythonTargets();
      rmdirSync(group);
    });
    const target = await startPythonTarget(python, 'holder.py');
    const window = await openWindow();
    onTestFinished(() => window.end());
    const { page } = window;
    await attach(page, target.pid);
    const button = page.getByRole('button', { name: /^Snapshot/ }).first();
    await expect.poll(() => button.isEnabled(), { timeout: LIMIT }).toBe(true);
    writeFileSync(join(group, 'cgroup.procs'), String(target.pid));
    const used = Number(readFileSync(join(group, groups?.usage ?? ''), 'utf8'));
    writeFileSync(join(group, groups?.limit ?? ''), String(used + 24 * MB));

    await button.click();
    const sheet = page.getByRole('dialog', { name: 'Before this snapshot' });
    await sheet.waitFor({ timeout: LIMIT });
    const yes = sheet.getByRole('button', { name: 'Take it' });
    expect(await yes.isDisabled()).toBe(true);
    expect(await sheet.innerText()).toContain('left up to the limit of the container');
    await sheet.getByRole('radio', { name: 'In the program itself' }).click();
    await expect.poll(() => yes.isDisabled()).toBe(false);
    expect(await sheet.innerText()).toContain('some milliseconds at a time');
    expect(await serious(page)).toEqual([]);
    await yes.click();
    await list(page, 'Snapshots').filter({ hasText: 'Compared' }).waitFor({ timeout: LIMIT });
    expect(target.errors()).toBe('');
    expect(window.errors).toEqual([]);
  },
  400_000,
);
