import { descriptorRows, openedName } from '../../shared/analysis/ledger/descriptor-rows.js';
import { totalOf } from '../../shared/analysis/ledger/grouped-growth.js';
import { REGION_SUMS, regionRows } from '../../shared/analysis/ledger/region-rows.js';
import { THREAD_SUMS, threadGroup, threadRows } from '../../shared/analysis/ledger/thread-rows.js';
import type {
  DescriptorAnswer,
  DescriptorQuery,
  DescriptorRow,
  InventoryQuery,
  InventoryTimes,
  RegionAnswer,
  RegionQuery,
  RegionRow,
  ThreadAnswer,
  ThreadQuery,
  ThreadRow,
} from '../../shared/api/inventory.js';
import type { Page, Slice, Sort } from '../../shared/api/page.js';
import { Failure } from '../../shared/base/failure.js';
import type { InventoryPart } from '../../shared/model/inventory.js';
import { storedPart } from '../store/stored-inventory.js';
import type { Entry } from './session-entry.js';

/** The recorded mappings of a target at a time, or between two. Throws a Failure where none were recorded. */
export function sessionRegions(entry: Entry, query: RegionQuery): RegionAnswer {
  const { times, after, before } = pointsOf(entry, 'regions', query);
  const fits = ({ kind, name }: { kind: string; name: string }): boolean =>
    (query.kind === undefined || kind === query.kind) &&
    (query.name === undefined || name === query.name) &&
    holds(name, query.text);
  const rows = regionRows(after.filter(fits), before?.filter(fits), query.by);
  const { sums, delta } = totalOf(rows, REGION_SUMS);
  const shown = rows.map(({ item, sums, delta, age }): RegionRow => {
    const { kind, name, start, end, rights } = item;
    return {
      kind,
      name: query.by === 'kind' ? '' : name,
      ...sums,
      ...(query.by === 'mapping' && { start, end, rights }),
      ...(delta && { delta }),
      ...(age && { age }),
    };
  });
  const value = (row: RegionRow, by: string): number | string =>
    by === 'delta' ? (row.delta?.rss ?? row.rss) : by === 'name' ? row.name || row.kind : row[by as 'rss'];
  return { ...times, ...sliced(shown, query, value), totals: { ...sums, ...(delta && { delta }) } };
}

/** The recorded threads of a target at a time, or between two. Throws a Failure where none were recorded. */
export function sessionThreads(entry: Entry, query: ThreadQuery): ThreadAnswer {
  const { times, after, before } = pointsOf(entry, 'threads', query);
  const { by, within } = query;
  const fits = (thread: (typeof after)[number]): boolean =>
    (within === undefined ||
      threadGroup(thread, 'pattern') === within ||
      threadGroup(thread, 'start') === within) &&
    (holds(thread.name, query.text) || holds(thread.start ?? '', query.text));
  const rows = threadRows(after.filter(fits), before?.filter(fits), by);
  const { sums, delta } = totalOf(rows, THREAD_SUMS);
  const shown = rows.map(
    ({ item, sums, delta, age }): ThreadRow => ({
      name: by === 'thread' ? item.name : threadGroup(item, by),
      ...(by === 'thread' && { id: item.id, state: item.state }),
      ...(by === 'thread' && item.start !== undefined && { start: item.start }),
      ...sums,
      ...(delta && { delta: delta.count }),
      ...(age && { age }),
    }),
  );
  const value = (row: ThreadRow, key: string): number | string =>
    key === 'delta' ? (row.delta ?? row.count) : (row[key as 'name' | 'count'] ?? 0);
  const totals = { ...sums, ...(delta && { delta: delta.count }) };
  return { ...times, ...sliced(shown, query, value), totals };
}

/** The recorded descriptors of a target at a time, or between two. Throws a Failure where none were recorded. */
export function sessionDescriptors(entry: Entry, query: DescriptorQuery): DescriptorAnswer {
  const { times, after, before } = pointsOf(entry, 'descriptors', query);
  const { by } = query;
  const pattern = query.name === undefined ? undefined : openedName(query.name);
  const fits = ({ kind, name }: (typeof after)[number]): boolean =>
    (query.kind === undefined || kind === query.kind) &&
    (pattern === undefined || openedName(name) === pattern) &&
    holds(name, query.text);
  const rows = descriptorRows(after.filter(fits), before?.filter(fits), by);
  const { sums, delta } = totalOf(rows, ['count']);
  const shown = rows.map(({ item, sums, delta, age }): DescriptorRow => {
    const { fd, kind, name } = item;
    const label = by === 'descriptor' ? name : by === 'name' ? openedName(name) : '';
    return {
      ...(by === 'descriptor' && { fd }),
      kind,
      name: label,
      count: sums.count,
      ...(delta && { delta: delta.count }),
      ...(age && { age }),
    };
  });
  const value = (row: DescriptorRow, key: string): number | string =>
    key === 'delta'
      ? (row.delta ?? row.count)
      : key === 'name'
        ? row.name || row.kind
        : (row[key as 'count' | 'fd'] ?? 0);
  const totals = { count: sums.count, ...(delta && { delta: delta.count }) };
  return { ...times, ...sliced(shown, query, value), totals };
}

/** The rows at the end of what was asked about, and with a range those at its beginning. */
function pointsOf<Part extends InventoryPart>(entry: Entry, part: Part, query: InventoryQuery) {
  const { target, at, from, to } = query;
  const after = storedPart(entry, part, target, to ?? at);
  if (!after)
    throw new Failure(
      `no-${part}`,
      target === undefined
        ? `This session holds no ${part}.`
        : `Target ${target} has no ${part} in this session.`,
      'They are recorded on Linux, for processes that may be looked into: try leakscope doctor --pid.',
    );
  const before = from === undefined ? undefined : storedPart(entry, part, after.target, from);
  const times: InventoryTimes = {
    target: after.target,
    at: after.at,
    ...(before && { from: before.at }),
    points: after.points,
  };
  return { times, after: after.rows, before: before?.rows };
}

const holds = (name: string, text: string | undefined): boolean =>
  text === undefined || name.toLowerCase().includes(text.toLowerCase());

/** Growth first where there is a range, else the largest. */
function sliced<Row>(
  rows: readonly Row[],
  { from, sort, page }: { readonly from?: number; readonly sort?: Sort<string>; readonly page: Page },
  value: (row: Row, by: string) => number | string,
): Slice<Row> {
  const { by, descending } = sort ?? {
    by: from === undefined ? defaultSort(rows[0]) : 'delta',
    descending: true,
  };
  const sign = descending ? -1 : 1;
  const sorted = rows
    .map((row) => ({ row, key: value(row, by) }))
    .sort((a, b) => sign * compared(a.key, b.key));
  return {
    total: rows.length,
    rows: sorted.slice(page.from, page.from + page.count).map(({ row }) => row),
  };
}

function compared(a: number | string, b: number | string): number {
  return typeof a === 'string' ? (a < String(b) ? -1 : a > String(b) ? 1 : 0) : a - Number(b);
}

const defaultSort = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'rss' in row ? 'rss' : 'count';
