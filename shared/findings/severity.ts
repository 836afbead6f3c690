import type { Severity } from '../model/finding.js';

/** 100 kB/s is 8.6 GB a day; 2 kB/s is 170 MB a day. */
const HIGH = 100e3;
const MEDIUM = 2e3;

export function severityOf(bytesPerSecond: number): Severity {
  if (bytesPerSecond >= HIGH) return 'high';
  return bytesPerSecond >= MEDIUM ? 'medium' : 'low';
}
