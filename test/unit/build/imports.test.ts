import { describe, expect, it } from 'vitest';
import { problems } from '../../../build/checks/imports.js';

const from = (path: string, line: string) => problems(path, `${line}\n`);

describe('the import table', () => {
  it('lets a room import what its row names', () => {
    expect(from('shared/analysis/a.ts', "import { x } from '../model/x.js';")).toEqual([]);
    expect(from('electron/api/a.ts', "import { x } from '../engine/x.js';")).toEqual([]);
  });

  it.each([
    ['shared/base/a.ts', "import { x } from '../model/x.js';"],
    ['shared/analysis/a.ts', "import type { X } from '../api/x.js';"],
    ['electron/store/a.ts', "import { x } from '../engine/x.js';"],
    ['renderer/canvas/a.ts', "export { x } from '../state/x.js';"],
    ['renderer/app/a.ts', "const x = await import('../../electron/host/host.js');"],
    ['electron/host/a.ts', "import { app } from 'electron';"],
    ['shared/model/a.ts', "import { useState } from 'react';"],
    ['renderer/views/heap/a.tsx', "import { x } from '../overview/x.js';"],
  ])('refuses %s: %s', (path, line) => {
    expect(from(path, line)).toHaveLength(1);
  });

  it('lets types of shared/ go anywhere outside it', () => {
    expect(from('electron/store/a.ts', "import type { X } from '../../shared/api/x.js';")).toEqual([]);
    expect(from('electron/store/a.ts', "import { x } from '../../shared/api/x.js';")).toHaveLength(1);
  });
});
