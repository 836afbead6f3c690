import { describe, expect, it } from 'vitest';
import { pathOf, rowAt } from '../../../renderer/calls/call-keys.js';
import { steppedCalls } from '../../../renderer/calls/shaped-calls.js';
import { callQuery, standingBase } from '../../../renderer/state/call-query.js';
import { createCallView } from '../../../renderer/state/call-view.js';
import { editorLink } from '../../../renderer/state/source-place.js';
import { byLine } from '../../../shared/analysis/allocations/by-line.js';
import type { AllocationSource } from '../../../shared/api/sessions.js';
import type { SessionId } from '../../../shared/base/brand.js';
import { callTree, drawn } from '../../helpers/call-tree.js';

const tree = callTree(`
  main@/app/a.js:1 1
    read@/app/a.js:5 2
      parse@/app/a.js:9 10
    write@/app/b.js:3
      parse@/app/a.js:9 20
        parse@/app/a.js:9 5
`);

describe('steps over calls', () => {
  it('a call is found again by its path in newer data, and is none where it is gone', () => {
    const path = pathOf(tree, 4);
    const newer = callTree(`
      other 7
      main@/app/a.js:1
        write@/app/b.js:3 1
          parse@/app/a.js:9 99
    `);
    expect(rowAt(newer, path, true)).toBe(3);
    expect(rowAt(newer, pathOf(tree, 2), true)).toBeUndefined();
  });

  it('one after the other, each undone and done again', () => {
    const view = createCallView();
    view.add({ kind: 'recursion' });
    view.add({ kind: 'drop', key: '4 read/app/a.js' });
    const { steps } = view.store.getState();
    expect(drawn(steppedCalls(tree, steps))).toBe('main 1\n  write 0\n    parse 25');
    expect(view.undo()).toBe(true);
    expect(view.store.getState().steps).toEqual([{ kind: 'recursion' }]);
    expect(view.redo()).toBe(true);
    expect(view.store.getState().steps).toEqual(steps);
    expect(view.redo()).toBe(false);
    view.undo();
    view.add({ kind: 'call', path: pathOf(tree, 3) });
    expect(view.canRedo()).toBe(false);
    expect(drawn(steppedCalls(tree, view.store.getState().steps))).toBe('write 0\n  parse 25');
  });

  it('bytes of lines count a line that is on the stack once', () => {
    const lines = byLine(tree, '/app/a.js', 'bytes');
    expect(Object.fromEntries([...lines].map(([line, { self, total }]) => [line, [self, total]]))).toEqual({
      1: [1, 38],
      5: [2, 12],
      9: [35, 35],
    });
  });

  it('a comparison is of two moments, a range of what was allocated in it', () => {
    const source = { id: 'sampled-1', target: 1, to: 900, times: [100, 500, 900], range: 'held' };
    const ask = (part: object, range?: { from: number; to: number }) =>
      callQuery(source as unknown as AllocationSource, { scope: 'range', ...part }, range);
    const who = { target: 1, source: 'sampled-1' };
    expect(ask({})).toEqual({ ...who, to: 900 });
    expect(ask({}, { from: 200, to: 600 })).toEqual({ ...who, from: 200, to: 600 });
    expect(ask({ scope: 'end' }, { from: 200, to: 600 })).toEqual({ ...who, to: 600 });
    expect(ask({ base: { kind: 'start' } }, { from: 200, to: 600 })).toEqual({
      ...who,
      to: 600,
      baseTo: 200,
    });
    expect(ask({ base: { kind: 'start' } })).toEqual({ ...who, to: 900, baseTo: 100 });
  });

  it('with another session it is of any point of it; none where that is closed or the one that is shown', () => {
    const source = { id: 'sampled-1', target: 1, to: 900, times: [100, 500, 900], range: 'held' };
    const [here, there] = ['a', 'b'] as SessionId[];
    const ask = (base: object) =>
      callQuery(
        source as unknown as AllocationSource,
        { scope: 'range', base: { kind: 'session', session: there, ...base } },
        undefined,
      );
    const asked = { target: 1, source: 'sampled-1', to: 900, base: there };
    expect(ask({})).toEqual(asked);
    expect(ask({ at: 400 })).toEqual({ ...asked, baseTo: 400 });
    expect(ask({ source: 'traced-2', at: 0 })).toEqual({ ...asked, baseSource: 'traced-2', baseTo: 0 });
    const base = { kind: 'session', session: there } as const;
    expect(standingBase(base, here, [{ id: here }, { id: there }])).toBe(base);
    expect(standingBase(base, here, [{ id: here }])).toBeUndefined();
    expect(standingBase(base, there, [{ id: there }])).toBeUndefined();
    const own = { ...base, source: 'traced-2' };
    expect(standingBase(own, there, [{ id: there }])).toBe(own);
    expect(standingBase({ kind: 'start' }, here, [])).toEqual({ kind: 'start' });
  });
});

describe('a link to an editor', () => {
  it('escapes whatever a path may hold, and is none for what is no path', () => {
    expect(editorLink('VS Code', '/app/a b/ü?#%.js', 7)).toBe('vscode://file/app/a%20b/%C3%BC%3F%23%25.js:7');
    expect(editorLink('VS Code', 'file:///app/a.js', 0)).toBe('vscode://file/app/a.js:1');
    expect(editorLink('PyCharm', '/app/x&line=9.py', 3)).toBe(
      'pycharm://open?file=/app/x%26line%3D9.py&line=3',
    );
    expect(editorLink('VS Code', 'C:\\app\\a.js', 2)).toBe('vscode://file/C%3A/app/a.js:2');
    for (const none of ['node:events', '<frozen importlib>', 'a.js', 'javascript:alert(1)', '/a\nb.js'])
      expect(editorLink('VS Code', none, 1), none).toBeUndefined();
  });
});
