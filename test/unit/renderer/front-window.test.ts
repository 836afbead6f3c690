import { expect, it } from 'vitest';
import { frontWindow } from '../../../renderer/state/front-window.js';

it('is the one that had the focus last', () => {
  const kept = new Map<string, string>();
  const keeper = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  const [one, two] = [frontWindow(keeper, 'a'), frontWindow(keeper, 'b')];
  expect([one.isFront(), two.isFront()]).toEqual([true, true]);
  one.come();
  expect([one.isFront(), two.isFront()]).toEqual([true, false]);
  two.come();
  expect([one.isFront(), two.isFront()]).toEqual([false, true]);
});
