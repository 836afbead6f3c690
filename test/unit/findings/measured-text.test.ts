import { expect, it } from 'vitest';
import { measuredText } from '../../../shared/api/measured-text.js';

it.each([
  [{ slope: 3_100_000, low: 3_060_000, high: 3_140_000, unit: 'bytes a second' }, '3.1 MB ± 40.0 kB/s'],
  [{ slope: 0.4, low: 0.3, high: 0.5, unit: 'threads a second' }, '0.40 ± 0.10 threads/s'],
  [{ slope: 250, low: 240, high: 260, unit: 'objects a second' }, '250 ± 10.0 objects/s'],
  [{ slope: 5e6, low: 5e6, high: 5e6, unit: 'bytes held' }, '5.0 MB held'],
  [{ slope: 0, low: 0, high: 0, unit: 'processes that wait' }, '0 processes that wait'],
])('%o is %s', (measured, text) => expect(measuredText(measured)).toBe(text));
