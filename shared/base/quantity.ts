const THIN = '\u2009';
const MINUS = '\u2212';

/** Bytes for a person, decimal units: `1.62 GB`, `380.7 MB`, `12.4 kB`, `96 B`. */
export function sizeText(bytes: number): string {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? MINUS : '';
  if (size < 1000) return `${sign}${Math.round(size)} B`;
  if (size < 1e6) return `${sign}${(size / 1e3).toFixed(1)} kB`;
  if (size < 1e9) return `${sign}${(size / 1e6).toFixed(1)} MB`;
  return `${sign}${(size / 1e9).toFixed(2)} GB`;
}

/** A difference, always with its sign; zero has none. */
export function deltaText(value: number, text: (n: number) => string): string {
  if (value === 0) return '0';
  return value > 0 ? `+${text(value)}` : `${MINUS}${text(-value)}`;
}

/** A count with thin spaces between thousands. */
export function countText(count: number): string {
  const digits = String(Math.abs(Math.round(count))).replace(/\B(?=(\d{3})+$)/g, THIN);
  return count < 0 ? `${MINUS}${digits}` : digits;
}

/** Milliseconds for a person: `812 ms`, `4.2 s`, `12:43`, `3:07:12`. */
export function timeText(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, '');
}
