import { countText, timeText } from '../base/quantity.js';
import type { Sign } from '../model/finding.js';
import type { HeldAt } from './evidence.js';

/** A span shorter than this share of all says nothing by itself. */
const LEAST_SPAN = 0.1;
/** Less than this share of the mean rate is standing still; each span must have the other to be steady. */
const STILL = 0.1;
const STEADY = 0.3;
/** So much of all growth in one span of several is a step. */
const STEP = 0.8;

/**
 * What more than two snapshots say of a collection: it grew between all of them, or in one step, or no more at the end.
 * Undefined where there are but two, or they lie too near.
 */
export function growthBetween(held: readonly HeldAt[] = []): 'steady' | 'step' | 'ended' | undefined {
  const [first, last] = [held[0], held.at(-1)];
  if (!first || !last || held.length < 3 || last.entries <= first.entries) return undefined;
  const span = last.at - first.at;
  const mean = (last.entries - first.entries) / span;
  const parts = held.slice(1).map((one, row) => {
    const { at, entries } = held[row];
    return {
      share: (one.at - at) / span,
      more: one.entries - entries,
      rate: (one.entries - entries) / (one.at - at),
    };
  });
  if (parts.some(({ share }) => !(share >= LEAST_SPAN))) return undefined;
  if (parts[parts.length - 1].rate < mean * STILL) return 'ended';
  if (parts.every(({ rate }) => rate >= mean * STEADY)) return 'steady';
  const most = Math.max(...parts.map(({ more }) => more));
  return most >= (last.entries - first.entries) * STEP ? 'step' : undefined;
}

export function betweenSigns(held: readonly HeldAt[] = []): readonly Sign[] {
  const growth = growthBetween(held);
  if (growth === undefined) return [];
  const counts = held.map(({ at, entries }) => `${countText(entries)} at ${timeText(at)}`).join(', ');
  const how = { steady: 'more each time', step: 'most of it in one step', ended: 'no more at the end' }[
    growth
  ];
  return [{ text: `In ${held.length} snapshots it held ${counts}: ${how}.` }];
}
