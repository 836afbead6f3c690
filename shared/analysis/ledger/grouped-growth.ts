/** What shares a key, added up; with a `before`, how it changed. */
export interface Grown<Item, Name extends string> {
  /** One of its items, of after where there is one. */
  readonly item: Item;
  readonly sums: Readonly<Record<Name, number>>;
  /** After minus before. */
  readonly delta?: Readonly<Record<Name, number>>;
  readonly age?: 'new' | 'gone';
}

/** Items of two points of time by key. Groups that are gone have sums of 0. Without `before` there are no deltas. */
export function groupedGrowth<Item, Name extends string>(
  after: readonly Item[],
  before: readonly Item[] | undefined,
  keyOf: (item: Item) => string,
  sumsOf: (item: Item) => Readonly<Record<Name, number>>,
): readonly Grown<Item, Name>[] {
  const now = grouped(after, keyOf, sumsOf);
  const then = before && grouped(before, keyOf, sumsOf);
  const rows: Grown<Item, Name>[] = [];
  for (const [key, { item, sums }] of now) {
    const old = then?.get(key);
    rows.push({
      item,
      sums,
      ...(then && { delta: minus(sums, old?.sums) }),
      ...(then && !old && { age: 'new' as const }),
    });
  }
  for (const [key, { item, sums }] of then ?? [])
    if (!now.has(key))
      rows.push({ item, sums: minus(sums, sums), delta: minus(minus(sums, sums), sums), age: 'gone' });
  return rows;
}

/** The sums of all groups. */
export function totalOf<Name extends string>(
  rows: readonly Pick<Grown<unknown, Name>, 'sums' | 'delta'>[],
  names: readonly Name[],
): Pick<Grown<unknown, Name>, 'sums' | 'delta'> {
  const add = (of: (row: (typeof rows)[number]) => Readonly<Record<Name, number>> | undefined) =>
    Object.fromEntries(
      names.map((name) => [name, rows.reduce((sum, row) => sum + (of(row)?.[name] ?? 0), 0)]),
    ) as Record<Name, number>;
  return {
    sums: add(({ sums }) => sums),
    ...(rows.some(({ delta }) => delta) && { delta: add(({ delta }) => delta) }),
  };
}

type Group<Item, Name extends string> = { readonly item: Item; readonly sums: Record<Name, number> };

function grouped<Item, Name extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  sumsOf: (item: Item) => Readonly<Record<Name, number>>,
): ReadonlyMap<string, Group<Item, Name>> {
  const groups = new Map<string, Group<Item, Name>>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    const sums = sumsOf(item);
    if (!group) groups.set(key, { item, sums: { ...sums } });
    else for (const name in sums) group.sums[name] += sums[name];
  }
  return groups;
}

function minus<Name extends string>(
  a: Readonly<Record<Name, number>>,
  b: Readonly<Record<Name, number>> | undefined,
): Record<Name, number> {
  const out: Record<Name, number> = { ...a };
  if (b) for (const name in out) out[name] = a[name] - b[name];
  return out;
}
