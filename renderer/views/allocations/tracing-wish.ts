import type { AllocationTrackingOptions } from '../../../shared/api/recording.js';

/** What the user typed of how Python's allocations are to be traced, as it stands in the fields. */
export interface TracingWish {
  /** Of each stack. */
  readonly frames: string;
  /** Patterns of files, between spaces or commas; one that begins with `!` leaves out. */
  readonly files: string;
  /** Until it ends by itself. */
  readonly minutes: string;
  /** What tracing may take in the program, in MB, until it ends by itself. */
  readonly memory: string;
}

export const NO_WISH: TracingWish = { frames: '', files: '', minutes: '', memory: '' };

/** The same as the engine takes it: what is empty or out of bounds is left to the engine. */
export function tracingOptions({
  frames,
  files,
  minutes,
  memory,
}: TracingWish): Pick<AllocationTrackingOptions, 'frames' | 'filters' | 'limit'> {
  const depth = within(frames, 1, MOST_FRAMES);
  const filters = files
    .split(/[\s,]+/)
    .map((text) => ({ include: !text.startsWith('!'), file: text.replace(/^!/, '') }))
    .filter(({ file }) => file !== '' && file.length <= LONGEST)
    .slice(0, MOST_FILTERS);
  const time = within(minutes, 0.1, 10_000);
  const bytes = within(memory, 1, 1e6);
  const limit = {
    ...(time === undefined ? {} : { time: time * 60_000 }),
    ...(bytes === undefined ? {} : { bytes: bytes * 1e6 }),
  };
  return {
    ...(depth === undefined ? {} : { frames: Math.round(depth) }),
    ...(filters.length > 0 ? { filters } : {}),
    ...(Object.keys(limit).length > 0 ? { limit } : {}),
  };
}

/** How many of the fields say something. */
export const wishes = (wish: TracingWish): number =>
  Object.values(wish).filter((text) => text.trim() !== '').length;

function within(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && value >= least && value <= most ? value : undefined;
}

const MOST_FRAMES = 100;
const MOST_FILTERS = 100;
const LONGEST = 1000;
