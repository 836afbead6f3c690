import { sizeText } from '../base/quantity.js';
import type { Measured } from '../model/finding.js';

const SECONDLY = / ?a second$/;

/** How fast something grows, with half the 95 % interval: `3.1 MB ± 40.0 kB a second`, `12 ± 2 threads a second`. */
export function measuredText({ slope, low, high, unit }: Measured): string {
  const bytes = unit.startsWith('bytes');
  const text = (value: number): string => (bytes ? sizeText(value) : numberText(value));
  const error = (high - low) / 2;
  const what = bytes ? unit.replace(/^bytes ?/, '') : unit;
  return `${text(slope)}${error > 0 ? ` ± ${text(error)}` : ''} ${what.replace(SECONDLY, '/s')}`.replace(
    ' /s',
    '/s',
  );
}

function numberText(value: number): string {
  const size = Math.abs(value);
  return size >= 100 || value === 0 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
