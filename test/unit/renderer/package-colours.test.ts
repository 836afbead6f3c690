import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { callsOf } from '../../../renderer/calls/calls-of.js';
import { packageFrames } from '../../../renderer/calls/package-frames.js';
import {
  OWN_FILL,
  PACKAGE_TOKENS,
  packageFill,
  RUNTIME_FILL,
} from '../../../renderer/canvas/flame/flame-fills.js';
import { fillOf, flameLook } from '../../../renderer/views/allocations/flame-look.js';
import { packagesOf } from '../../../renderer/views/allocations/packages-of.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
import { callTree } from '../../helpers/call-tree.js';

describe('the colour of a package', () => {
  it('is that of its name: of another session, another day, another machine', () => {
    // Written down, so that a version that gives out other colours is noticed.
    const known: Readonly<Record<string, number>> = {
      express: 7,
      lodash: 6,
      react: 2,
      numpy: 5,
      pandas: 7,
      flask: 7,
      '@scope/net': 5,
      std: 5,
      serde_json: 6,
      libcrypto: 6,
    };
    expect(Object.fromEntries(Object.keys(known).map((name) => [name, packageFill(name, 'other')]))).toEqual(
      known,
    );
    expect(new Set(Object.values(known)).size).toBeGreaterThan(3);
    expect(packageFill('express', 'own')).toBe(OWN_FILL);
    expect(packageFill('express', 'runtime')).toBe(RUNTIME_FILL);
  });

  it('is the same wherever it is installed, whatever stands beside it, in picture and legend', () => {
    const first = callTree(`
      main@/app/src/main.js:1 1
        handle@/app/node_modules/express/lib/router.js:4 20
          array@/usr/lib/python3/dist-packages/numpy/core.py:9 40
    `);
    const second = callTree(`
      emit@node:events:500 2
        other@/srv/node_modules/zod/index.js:4 3
        array@/venv/lib/python3.12/site-packages/numpy/linalg.py:1 7
        next@file:///C:/work/node_modules/express/index.js:8 900
    `);
    const fills = [first, second].map((tree) => {
      const calls = callsOf(tree, 'bytes');
      const { fill } = flameLook(calls, layLevels(tree, calls.width, 'heavy'), false, false);
      const legend = packagesOf({ upright: calls, packages: packageFrames(calls) });
      return Object.fromEntries(
        ['express', 'numpy'].map((whose) => {
          const row = tree.frames.file.findIndex((file) => file.includes(`/${whose}/`));
          const call = Array.from(tree.frame).indexOf(row);
          expect(fillOf(tree.frames.file[row], tree.frames.name[row])).toBe(fill(call));
          expect(legend.find(({ names }) => names.includes(whose))?.fill).toBe(fill(call));
          return [whose, fill(call)];
        }),
      );
    });
    expect(fills[0]).toEqual(fills[1]);
  });
});

type Triple = readonly [number, number, number];

/** What a person sees who lacks one kind of cones, of linear light: Machado, Oliveira and Fernandes 2009, severity 1. */
const SEEN: Readonly<Record<string, readonly Triple[]>> = {
  'all three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync(new URL('../../../renderer/theme/tokens.css', import.meta.url), 'utf8');

function token(name: string, theme: 'light' | 'dark'): Triple {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? [];
  const text = theme === 'light' ? light : dark;
  if (!text) throw new Error(`no token ${name}`);
  return [1, 3, 5].map((at) =>
    linear(Number.parseInt(text.slice(at, at + 2), 16) / 255),
  ) as unknown as Triple;
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const luminance = ([red, green, blue]: Triple): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(a: Triple, b: Triple): number {
  const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

/** CIE L*a*b* of linear sRGB, white D65. */
function lab([red, green, blue]: Triple): Triple {
  const bent = (part: number): number =>
    part > 216 / 24_389 ? Math.cbrt(part) : ((24_389 / 27) * part + 16) / 116;
  const x = bent((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = bent(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = bent((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const seenAs = (colour: Triple, matrix: readonly Triple[]): Triple =>
  lab(
    matrix.map((row) =>
      Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
    ) as unknown as Triple,
  );

/** Of L*a*b*: about 2 can be seen side by side, 10 at a glance. */
const AT_A_GLANCE = 10;

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(Object.keys(SEEN))('with %s every two packages and both ways of a change differ', (eyes) => {
    for (const names of [PACKAGE_TOKENS, ['grow-f', 'shrink-f', 'same']])
      for (const [at, name] of names.entries())
        for (const other of names.slice(at + 1)) {
          const [a, b] = [name, other].map((one) => seenAs(token(one, theme), SEEN[eyes]));
          expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `${name} and ${other}`).toBeGreaterThan(
            AT_A_GLANCE,
          );
        }
  });

  it('names can be read on each of them', () => {
    for (const name of PACKAGE_TOKENS)
      expect(contrast(token(name, theme), token('tx', theme)), name).toBeGreaterThan(4.5);
  });
});
