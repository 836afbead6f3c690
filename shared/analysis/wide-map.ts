/** V8 gives up at 2^24 entries. */
const MOST = 2 ** 23;

/** A Map of as many keys as a heap may have: one Map more each time the last is full. */
export class WideMap<Key extends string | number, Value> {
  readonly #maps: Map<Key, Value>[] = [new Map()];

  /** `most`: entries of one Map; less in tests. */
  constructor(readonly most = MOST) {}

  get size(): number {
    let size = 0;
    for (const map of this.#maps) size += map.size;
    return size;
  }

  get(key: Key): Value | undefined {
    for (const map of this.#maps) {
      const found = map.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A value must not be undefined. */
  set(key: Key, value: Value): void {
    let place = this.#maps.find((map) => map.has(key)) ?? this.#maps[this.#maps.length - 1];
    if (place.size >= this.most && !place.has(key)) {
      place = new Map();
      this.#maps.push(place);
    }
    place.set(key, value);
  }

  *[Symbol.iterator](): IterableIterator<[Key, Value]> {
    for (const map of this.#maps) yield* map;
  }
}
