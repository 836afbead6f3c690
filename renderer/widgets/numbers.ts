import { countText } from '../../shared/base/quantity.js';

const MINUS = '\u2212';

/** The unit of a column of sizes: the header says it, the cells do not. */
export interface SizeUnit {
  readonly name: 'B' | 'kB' | 'MB';
  readonly divisor: number;
  readonly decimals: number;
}

const UNITS: readonly SizeUnit[] = [
  { name: 'MB', divisor: 1e6, decimals: 2 },
  { name: 'kB', divisor: 1e3, decimals: 1 },
  { name: 'B', divisor: 1, decimals: 0 },
];

/** The largest unit of which a column holds at least one: below that its decimals would show most rows as nothing. MB is 10⁶ bytes. */
export function sizeUnit(largest: number): SizeUnit {
  return UNITS.find(({ divisor }) => Math.abs(largest) >= divisor) ?? UNITS[2];
}

/** MB with one decimal and thin spaces: how RSS is written. */
export const megabytes = (bytes: number, decimals = 1): string => grouped(bytes / 1e6, decimals);

/** A size in the unit of its column. */
export const inUnit = (bytes: number, { divisor, decimals }: SizeUnit): string =>
  bytes === 0 ? '0' : grouped(bytes / divisor, decimals);

/** The same with its sign; what is too little to be seen in the unit has none: `0.00`, and `0` alone is nothing. */
export function deltaInUnit(bytes: number, unit: SizeUnit): string {
  const text = inUnit(bytes, unit);
  return bytes > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export function deltaCount(count: number): string {
  return count > 0 ? `+${countText(count)}` : countText(count);
}

/** Exact bytes, for hover. */
export const exactBytes = (bytes: number): string => `${countText(bytes)} B`;

/** Bytes a second for a person. */
export function rateText(bytesPerSecond: number): string {
  const size = Math.abs(bytesPerSecond);
  const sign = bytesPerSecond < 0 ? MINUS : '+';
  if (size < 1) return '0 B/s';
  if (size < 1e3) return `${sign}${size.toFixed(0)} B/s`;
  if (size < 1e6) return `${sign}${(size / 1e3).toFixed(1)} kB/s`;
  if (size < 1e9) return `${sign}${(size / 1e6).toFixed(2)} MB/s`;
  return `${sign}${(size / 1e9).toFixed(2)} GB/s`;
}

/** A moment of a session: `11:28.4`, `3:07:12`. */
export function momentText(ms: number, decimals = 1): string {
  const seconds = Math.max(0, ms) / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = (seconds % 60).toFixed(decimals).padStart(decimals > 0 ? 3 + decimals : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function grouped(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const text = fraction === undefined ? countText(Number(whole)) : `${countText(Number(whole))}.${fraction}`;
  return value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0 ? `${MINUS}${text}` : text;
}
