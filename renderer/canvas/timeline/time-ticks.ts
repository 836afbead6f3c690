import { scaleLinear } from 'd3';

export interface TimeTick {
  readonly at: number;
  readonly text: string;
}

/** Steps in which clocks are read, ms. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3,
];

/** Moments to label between `from` and `to`, about `apart` pixels from each other. */
export function timeTicks(from: number, to: number, width: number, apart = 90): readonly TimeTick[] {
  if (!(to > from) || width <= 0) return [];
  const wanted = ((to - from) / width) * apart;
  const step = STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / 86400e3) * 86400e3;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    ticks.push({ at, text: clock(at, step) });
  return ticks;
}

/** Round numbers for the y axis. */
export function valueTicks(most: number, count: number): readonly number[] {
  return scaleLinear().domain([0, most]).ticks(count).slice(1);
}

/** A round number at or a little above `value`, so that a growing lane rescales in steps and does not breathe. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return digit * power;
}

function clock(ms: number, step: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.floor(ms / 1000 + 1e-9);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (step >= 3600e3 && hours >= 48) return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
  const base =
    hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return step < 1000 ? `${base}.${String(Math.round(ms % 1000)).padStart(3, '0')}` : base;
}
