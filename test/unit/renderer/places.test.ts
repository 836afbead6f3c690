import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHeapView } from '../../../renderer/state/heap-view.js';
import { createLayout } from '../../../renderer/state/layout.js';
import { createPlaces } from '../../../renderer/state/places.js';
import { createSelection } from '../../../renderer/state/selection.js';
import { createSessions } from '../../../renderer/state/sessions.js';
import { createSpan } from '../../../renderer/state/span.js';
import { ordinal, type SessionId, sessionId, snapshotId } from '../../../shared/base/brand.js';

const A = sessionId('s1');
const B = sessionId('s2');
const settled = (): Promise<void> => Promise.resolve().then(() => undefined);

/** A window with two sessions open. `act` does one thing and waits until it is noted, long after the last. */
function opened() {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const nothing = () => undefined;
  const sessions = createSessions({} as never, () => nothing);
  sessions.store.setState({ open: [{ id: A }, { id: B }] as never, current: A });
  const selection = createSelection();
  const span = createSpan();
  const layout = createLayout({ getItem: () => null, setItem: nothing });
  layout.show('session');
  const heapView = createHeapView();
  const places = createPlaces({ sessions, selection, span, layout, heapView });
  const act = async (does: () => void, after = 5000): Promise<void> => {
    vi.setSystemTime(Date.now() + after);
    does();
    await settled();
  };
  const at = (): string => {
    const { node, className } = selection.store.getState();
    const current: SessionId | undefined = sessions.store.getState().current;
    return [current, layout.store.getState().pane, className, node?.at]
      .filter((one) => one !== undefined)
      .join(' ');
  };
  return { sessions, selection, span, layout, heapView, places, act, at };
}

describe('places', () => {
  test('go back and forward through panes, objects and sessions', async () => {
    const { sessions, selection, layout, places, act, at } = opened();
    await act(() => layout.openPane('heap'));
    await act(() => selection.pointAt(snapshotId('s1/1'), ordinal(7), 'Session'));
    await act(() => layout.openPane('object'));
    await act(() => {
      sessions.show(B);
      selection.clear();
      layout.openPane('overview');
    });
    expect(at()).toBe('s2 overview');
    const seen: string[] = [];
    while (places.back()) seen.push(at());
    expect(seen).toEqual(['s1 object Session 7', 's1 heap Session 7', 's1 heap', 's1 overview']);
    places.forward();
    places.forward();
    expect(at()).toBe('s1 heap Session 7');
    await act(() => layout.openPane('sql'));
    expect(places.forward()).toBe(false);
  });

  test('leave out a session that was closed', async () => {
    const { sessions, layout, places, act, at } = opened();
    await act(() => layout.openPane('heap'));
    await act(() => sessions.show(B));
    sessions.store.setState({ open: [{ id: B }] as never });
    await settled();
    expect(places.back()).toBe(false);
    expect(at()).toBe('s2 heap');
  });
});

describe('choices', () => {
  test('are taken back and made again: filters, what is compared, the range', async () => {
    const { span, heapView, selection, places, act } = opened();
    await act(() => heapView.change({ only: 'growing' }));
    await act(() => selection.compare(snapshotId('s1/1'), snapshotId('s1/2')));
    await act(() => span.select({ from: 0, to: 10 }));
    places.undo();
    expect(span.store.getState().range).toBeUndefined();
    places.undo();
    expect(selection.store.getState().compared).toBeUndefined();
    expect(heapView.store.getState().only).toBe('growing');
    places.undo();
    expect(heapView.store.getState().only).toBeUndefined();
    places.redo();
    places.redo();
    expect(selection.store.getState().compared).toBe('s1/2');
    expect(heapView.store.getState().only).toBe('growing');
  });

  test('take a word back whole, and a drag whole', async () => {
    const { span, heapView, places, act } = opened();
    await act(() => heapView.change({ least: 1000 }));
    for (const text of ['S', 'Se', 'Ses']) await act(() => heapView.change({ text }), 50);
    await act(() => span.select({ from: 0, to: 1 }));
    for (let to = 2; to < 9; to++) await act(() => span.select({ from: 0, to }), 16);
    places.undo();
    expect(span.store.getState().range).toBeUndefined();
    places.undo();
    expect(heapView.store.getState()).toMatchObject({ text: '', least: 1000 });
  });
});
