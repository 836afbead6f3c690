import { describe, expect, it } from 'vitest';
import { encodeSeries } from '../../../electron/api/bulk-series.js';
import { decodeSeries } from '../../../renderer/connection/bulk-series.js';

const series = ['rss', 'pss'].map((name, at) => ({
  name,
  time: Float64Array.of(0, 100, 200).slice(0, 3 - at),
  min: Float64Array.of(1, Number.NaN, 3).slice(0, 3 - at),
  max: Float64Array.of(2, Number.NaN, 4).slice(0, 3 - at),
}));
const bytes = encodeSeries(series);
const buffer = (): ArrayBuffer => bytes.slice().buffer;

describe('columns of samples on their way to the window', () => {
  it('arrive as they were sent', () => {
    expect(decodeSeries(buffer(), ['rss', 'pss'])).toEqual(series);
  });

  it('are refused when cut anywhere, or when they lie about their number', () => {
    for (let length = 0; length < bytes.length; length += 4)
      expect(() => decodeSeries(buffer().slice(0, length), ['rss', 'pss'])).toThrow(/damaged/);
    expect(() => decodeSeries(buffer(), ['rss'])).toThrow(/damaged/);
    const lying = buffer();
    new DataView(lying).setUint32(8, 0xffffffff, true);
    expect(() => decodeSeries(lying, ['rss', 'pss'])).toThrow(/damaged/);
  });
});
