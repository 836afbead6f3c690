import { describe, expect, it } from 'vitest';
import { descriptorRows } from '../../../shared/analysis/ledger/descriptor-rows.js';
import { totalOf } from '../../../shared/analysis/ledger/grouped-growth.js';
import { REGION_SUMS, regionRows } from '../../../shared/analysis/ledger/region-rows.js';
import { threadRows } from '../../../shared/analysis/ledger/thread-rows.js';
import type { DescriptorInfo } from '../../../shared/model/descriptor.js';
import { drawnRegion } from '../../helpers/drawn-regions.js';

const kB = 1024;

describe('regionRows', () => {
  const before = [
    drawnRegion('heap', '[heap]', 100, 10),
    drawnRegion('file', '/a', 200, 10),
    drawnRegion('file', '/a', 300, 20),
    drawnRegion('file', '/gone', 400, 5),
    drawnRegion('anonymous', '', 1000, 50),
  ];
  const after = [
    drawnRegion('heap', '[heap]', 100, 14),
    drawnRegion('file', '/a', 300, 31),
    drawnRegion('file', '/new', 500, 50),
    drawnRegion('anonymous', '', 900, 150),
  ];

  it('adds up what shares a kind and a name, and tells what came and went', () => {
    const rows = regionRows(after, before, 'name');
    const said = rows.map(({ item, sums, delta, age }) => [
      item.name,
      sums.rss / kB,
      (delta?.rss ?? Number.NaN) / kB,
      delta?.count,
      age,
    ]);
    expect(said).toEqual([
      ['[heap]', 14, 4, 0, undefined],
      ['/a', 31, 1, -1, undefined],
      ['/new', 50, 50, 1, 'new'],
      ['', 150, 100, 0, undefined],
      ['/gone', 0, -5, -1, 'gone'],
    ]);
  });

  it('has one row for the code and the data of a file, as code', () => {
    const parts = [
      drawnRegion('file', '/lib/a.so', 100, 2),
      drawnRegion('code', '/lib/a.so', 200, 10),
      drawnRegion('anonymous', '', 300, 3),
      drawnRegion('heap', '', 400, 4),
    ];
    const rows = regionRows(parts, parts.slice(0, 1), 'name');
    expect(
      rows.map(({ item, sums, delta }) => [item.kind, item.name, sums.rss / kB, (delta?.rss ?? 0) / kB]),
    ).toEqual([
      ['code', '/lib/a.so', 12, 10],
      ['anonymous', '', 3, 3],
      ['heap', '', 4, 4],
    ]);
  });

  it('knows a mapping that grew downwards, and the heap that grew upwards, as the same', () => {
    const rows = regionRows(after, before, 'mapping');
    const of = (name: string) => rows.find(({ item }) => item.name === name);
    expect(of('')?.delta?.size).toBe(100 * kB);
    expect(of('')?.age).toBeUndefined();
    expect(of('[heap]')?.delta?.size).toBe(4 * kB);
    expect(of('[heap]')?.age).toBeUndefined();
  });

  it('has deltas that sum to what all of it grew by', () => {
    const rss = (regions: typeof after): number => regions.reduce((sum, region) => sum + region.rss, 0);
    for (const by of ['kind', 'name', 'mapping'] as const) {
      const { sums, delta } = totalOf(regionRows(after, before, by), REGION_SUMS);
      expect(sums.rss).toBe(rss(after));
      expect(delta?.rss).toBe(rss(after) - rss(before));
    }
  });

  it('has no deltas without a before', () => {
    const rows = regionRows(after, undefined, 'kind');
    expect(rows.every(({ delta, age }) => delta === undefined && age === undefined)).toBe(true);
  });
});

describe('threadRows', () => {
  const threads = (names: readonly string[], start?: string) =>
    names.map((name, id) => ({ id, name, state: 'S', stackRss: 8 * kB, ...(start && { start }) }));

  it('groups by names with their numbers taken out', () => {
    const rows = threadRows(
      threads(['pool-1', 'pool-2', 'pool-30', 'main']),
      threads(['pool-1', 'main']),
      'pattern',
    );
    expect(rows.map(({ item, sums, delta }) => [item.name, sums.count, delta?.count, sums.stackRss])).toEqual(
      [
        ['pool-1', 3, 2, 24 * kB],
        ['main', 1, 0, 8 * kB],
      ],
    );
  });

  it('groups by start function, and says where it is not known', () => {
    const rows = threadRows([...threads(['a', 'b'], 'lib!run'), ...threads(['c'])], undefined, 'start');
    expect(rows.map(({ sums }) => sums.count)).toEqual([2, 1]);
  });
});

describe('descriptorRows', () => {
  const open = (fd: number, kind: DescriptorInfo['kind'], name: string): DescriptorInfo => ({
    fd,
    kind,
    name,
  });
  const before = [open(1, 'terminal', '/dev/pts/3'), open(2, 'socket', 'socket:[10]')];
  const after = [...before, open(3, 'socket', 'socket:[11]'), open(4, 'file', '/tmp/part-1')];

  it('counts by kind and by what is open', () => {
    const kinds = descriptorRows(after, before, 'kind');
    expect(kinds.map(({ item, sums, delta, age }) => [item.kind, sums.count, delta?.count, age])).toEqual([
      ['terminal', 1, 0, undefined],
      ['socket', 2, 1, undefined],
      ['file', 1, 1, 'new'],
    ]);
    expect(descriptorRows(after, before, 'name')).toHaveLength(3);
  });

  it('takes a number that was given to something else for another descriptor', () => {
    const rows = descriptorRows([open(2, 'file', '/b')], [open(2, 'file', '/a')], 'descriptor');
    expect(rows.map(({ item, age }) => [item.name, age])).toEqual([
      ['/b', 'new'],
      ['/a', 'gone'],
    ]);
  });
});
