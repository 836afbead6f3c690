import { describe, expect, it } from 'vitest';
import {
  packDescriptors,
  packRegions,
  packThreads,
  unpackDescriptors,
  unpackRegions,
  unpackThreads,
} from '../../../shared/format/inventory-artifacts.js';
import type { Region } from '../../../shared/model/region.js';
import { drawnRegion } from '../../helpers/drawn-regions.js';

describe('artifacts of an inventory', () => {
  it('give regions back as they were, addresses to the byte', () => {
    const regions: readonly Region[] = [
      drawnRegion('code', '/usr/bin/ünïcode\n"x"', 4, 8, { rights: 'r-xp', pss: 3 * 1024, swap: 4096 }),
      drawnRegion('anonymous', '', 0x7f00_0000_0000 / 1024, 64, {
        huge: 2 << 20,
        lazyFree: 1024,
        hugetlb: 2048,
      }),
      drawnRegion('stack', '[stack]', 0x7fff_0000_0000 / 1024, 132),
    ];
    expect(unpackRegions(packRegions(regions))).toEqual(regions);
  });

  it('give threads and descriptors back, and what is absent as absent', () => {
    const threads = [
      { id: 12, name: 'main', state: 'R', cpu: 1230 },
      { id: 13, name: 'w', state: 'S', cpu: 0, stackSize: 8 << 20, stackRss: 12_288, start: 'app!run' },
    ];
    expect(unpackThreads(packThreads(threads))).toEqual(threads);
    const open = [{ fd: 3, kind: 'socket' as const, name: 'socket:[1]' }];
    expect(unpackDescriptors(packDescriptors(open))).toEqual(open);
    expect(unpackThreads(packThreads([]))).toEqual([]);
  });

  it('are small: 10,000 mappings in less than 400 kB before compression', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => drawnRegion('anonymous', '', 1e9 + n * 80, 64));
    expect(packRegions(many).length).toBeLessThan(400_000);
  });

  it.each([
    ['no JSON', '{'],
    ['a number', '7'],
    ['nothing', 'null'],
    ['no columns', '{"count":2,"texts":[],"columns":{"fd":[1]}}'],
    ['a negative count', '{"count":-1,"texts":[],"columns":{}}'],
    ['a text that is not there', '{"count":1,"texts":[],"columns":{"name":[3]}}'],
    ['a text for a number', '{"count":1,"texts":[],"columns":{"fd":["1"]}}'],
  ])('are refused when they hold %s', (_, text) => {
    expect(() => unpackDescriptors(text)).toThrow(/cannot be read/);
  });
});
