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

/** `90%`, `90%:profile`. */
export function nearLimit(text: string): { share: number; take: 'snapshot' | 'profile' } {
  const [, percent, take = 'snapshot'] = /^(\d+(?:\.\d+)?)%(?::(snapshot|profile))?$/.exec(text.trim()) ?? [];
  const share = Number(percent) / 100;
  if (!(share >= 0.01 && share <= 1))
    throw new InvalidArgumentError('It is a share from 1% to 100%: 90%, or 90%:profile.');
  return { share, take: take === 'profile' ? 'profile' : 'snapshot' };
}

/** `start,20s,end`. */
export function moments(text: string): readonly Moment[] {
  return text.split(',').map((part) => {
    const word = part.trim();
    if (word === 'start' || word === 'end') return word;
    if (/^\d/.test(word)) return duration(word);
    throw new InvalidArgumentError('It is start, end, a time, or several of them: start,20s,end.');
  });
}
