import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionAt } from '../../../electron/processes/linux/region-at.js';
import { regionKind } from '../../../electron/processes/linux/region-kind.js';
import { SmapsParser } from '../../../electron/processes/linux/smaps-parser.js';
import { splitRegion } from '../../../electron/processes/linux/split-region.js';
import type { Region } from '../../../shared/model/region.js';

const mapping = (range: string, rights: string, name: string, rss: number): string =>
  `${range} ${rights} 00000000 fe:00 247278                     ${name}
Size:                  8 kB
KernelPageSize:        4 kB
Rss:                ${String(rss).padStart(4)} kB
Pss:                   3 kB
Pss_Dirty:             0 kB
Private_Clean:         1 kB
Private_Dirty:         2 kB
Anonymous:             2 kB
AnonHugePages:         0 kB
Swap:                  5 kB
SwapPss:               5 kB
Locked:                0 kB
THPeligible:           0
VmFlags: rd mr mw me 
`;

const TEXT =
  mapping('55fcd6f46000-55fcd6f48000', 'r-xp', '/usr/bin/head', 8) +
  mapping('55fcd6f48000-55fcd6f58000', 'rw-p', '[heap]', 16) +
  mapping('7f0000000000-7f0000010000', 'rw-p', '', 12) +
  mapping('7fff00000000-7fff00010000', 'rw-p', '[stack]', 4);

const parse = (...pieces: readonly string[]): readonly Region[] => {
  const parser = new SmapsParser();
  for (const piece of pieces) parser.push(piece);
  return parser.end();
};

describe('SmapsParser', () => {
  it('reads the figures of every mapping', () => {
    const regions = parse(TEXT);
    expect(regions.map(({ kind, name, rss }) => [kind, name, rss])).toEqual([
      ['code', '/usr/bin/head', 8192],
      ['heap', '[heap]', 16384],
      ['anonymous', '', 12288],
      ['stack', '[stack]', 4096],
    ]);
    expect(regions[0]).toMatchObject({
      start: 0x55fcd6f46000,
      end: 0x55fcd6f48000,
      pss: 3072,
      uss: 3072,
      anonymous: 2048,
      swap: 5120,
      huge: 0,
    });
  });

  it('gives the same however the text is cut', () => {
    const whole = parse(TEXT);
    fc.assert(
      fc.property(fc.array(fc.nat(TEXT.length), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts, TEXT.length].sort((a, b) => a - b);
        expect(parse(...at.slice(1).map((end, n) => TEXT.slice(at[n], end)))).toEqual(whole);
      }),
    );
  });

  it('takes hostile names of files as names', () => {
    const name = '/tmp/Rss: 999 kB (deleted)';
    const [region] = parse(mapping('1000-2000', 'r--p', name, 4));
    expect(region).toMatchObject({ name, rss: 4096 });
    const bytes = Buffer.from('/tmp/Zoë').toString('latin1');
    expect(parse(mapping('1000-2000', 'r--p', bytes, 4))[0]?.name).toBe('/tmp/Zoë');
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => void parse(text)));
    const lines = fc.constantFrom(
      '1000-2000 rw-p 0 0:0 0 x\n',
      'Rss: 4 kB\n',
      'Rss: kB\n',
      'Rss: x kB\n',
      '\n',
      ':\n',
    );
    fc.assert(
      fc.property(fc.array(lines), (all) => {
        for (const { rss } of parse(all.join(''))) expect(rss % 4096).toBe(0);
      }),
    );
  });

  it('reads sixty thousand mappings', () => {
    const one = mapping('7f0000000000-7f0000001000', 'rw-p', '', 4);
    const regions = parse(...Array.from({ length: 600 }, () => one.repeat(100)));
    expect(regions).toHaveLength(60_000);
    expect(regions.reduce((sum, { rss }) => sum + rss, 0)).toBe(60_000 * 4096);
  });
});

describe('regionKind', () => {
  it.each([
    ['', 'rw-p', 'anonymous'],
    ['', 'rwxp', 'code'],
    ['[anon:v8]', 'rw-p', 'anonymous'],
    ['[stack]', 'rw-p', 'stack'],
    ['[vdso]', 'r-xp', 'kernel'],
    ['/lib/libc.so.6', 'r-xp', 'code'],
    ['/lib/libc.so.6', 'rw-p', 'file'],
    ['/dev/shm/x', 'rw-s', 'shared'],
    ['/dev/zero (deleted)', 'rw-s', 'shared'],
    ['/memfd:x (deleted)', 'rw-s', 'shared'],
    ['/SYSV00000000 (deleted)', 'rw-s', 'shared'],
    ['/dev/dri/card0', 'rw-s', 'device'],
    ['anon_inode:[io_uring]', 'rw-s', 'device'],
    ['/data/big.db', 'r--s', 'file'],
  ])('%s %s is %s', (name, rights, kind) => expect(regionKind(name, rights)).toBe(kind));
});

describe('splitRegion', () => {
  it('loses and invents nothing', () => {
    const [region] = parse(mapping('10000-50000', 'rw-p', '', 64));
    if (!region) throw new Error('no region');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
        const [first, second] = splitRegion(region, part);
        expect(first.end).toBe(second.start);
        expect([first.start, second.end]).toEqual([region.start, region.end]);
        expect(first.start % 4096).toBe(0);
        for (const key of ['rss', 'pss', 'uss', 'anonymous', 'swap'] as const) {
          expect(first[key] + second[key]).toBe(region[key]);
          expect(Math.min(first[key], second[key])).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('regionAt', () => {
  it('finds the mapping that holds an address, and none between two', () => {
    const regions = parse(TEXT);
    expect(regionAt(regions, 0x7f0000000000)?.name).toBe('');
    expect(regionAt(regions, 0x7f000000ffff)?.name).toBe('');
    expect(regionAt(regions, 0x7f0000010000)).toBeUndefined();
    expect(regionAt(regions, 0)).toBeUndefined();
    expect(regionAt([], 5)).toBeUndefined();
  });
});
