import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `100ms`, `30s`, `2m`, `1.5h`; a bare number is milliseconds. Answers milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text.trim());
  if (!match) throw new InvalidArgumentError('A time is a number with ms, s, m or h: 100ms, 30s, 2m.');
  return Number(match[1]) * UNITS[match[2] ?? 'ms'];
}

/** When `record` takes snapshots: at once, after so many milliseconds, at the end. */
export type Moment = 'start' | 'end' | number;

/** `start,20s,end`. */
export function moments(text: string): readonly Moment[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    return word === 'start' || word === 'end' ? word : duration(word);
  });
}
