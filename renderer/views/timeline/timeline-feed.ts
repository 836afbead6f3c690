import type { SampleEvent } from '../../../shared/api/recording.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { GcEvent } from '../../../shared/model/session.js';
import type { Tick } from '../../canvas/timeline/lanes.js';
import type { Engine } from '../../connection/engine.js';
import { isDrawn } from './is-drawn.js';
import { SeriesSource } from './series-source.js';

const BASE_POINTS = 4000;
/** Of all processes together, a series: with many of them each is thinned more. */
const ALL_POINTS = 60_000;
const FEWEST_POINTS = 600;
const DETAIL_POINTS = 8000;
/** After so many live samples of a series the whole is fetched again, thinned: hours do not fill the window. */
const MOST_APPENDED = 40_000;
const SETTLE = 120;
/** Collections of longer parts are not asked for. */
const GC_SPAN = 3_600_000;
const MOST_TICKS = 200_000;

/** The samples of one session for the timeline: fetched once thinned, closer where one looks, live at the end. */
export class TimelineFeed {
  readonly #sources = new Map<string, SeriesSource>();
  readonly #ticks = new Map<number, Tick[]>();
  readonly #known = new Map<number, Set<string>>();
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: { readonly from: number; readonly to: number } | undefined;
  /** The newest sample, ms. */
  duration: number;
  /** How many answers came: the same lanes look different after each. */
  fetched = 0;

  constructor(
    private readonly engine: Engine,
    private readonly session: OpenSession,
  ) {
    this.duration = session.info.duration;
    const stopSamples = engine.onEvent('samples', (value) => this.#take(value as SampleEvent));
    const stopLink = engine.link.state.subscribe(({ phase }, before) => {
      if (phase === 'connected' && before.phase === 'lost') void this.#fetchMissed();
    });
    this.#stop = () => {
      stopSamples();
      stopLink();
    };
    this.know(session);
    void this.#fetchAll();
  }

  /** Series that a target has; more may come while it is live. */
  names(target: number): ReadonlySet<string> {
    return this.#namesOf(target);
  }

  know({ info }: OpenSession): void {
    for (const { target, name } of info.series) this.#namesOf(target).add(name);
    this.duration = Math.max(this.duration, info.duration);
  }

  source(target: number, name: string): SeriesSource {
    const key = `${target} ${name}`;
    let source = this.#sources.get(key);
    if (!source) {
      source = new SeriesSource();
      this.#sources.set(key, source);
    }
    return source;
  }

  ticks(target: number, from: number, to: number): readonly Tick[] {
    const all = this.#ticks.get(target) ?? [];
    const index = (time: number): number => {
      let low = 0;
      let high = all.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (all[middle].at < time) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return all.slice(index(from), index(to));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What is in view: where the thinned whole is too coarse for it, the part is fetched when the view rests. */
  look(from: number, to: number): void {
    this.#wanted = { from, to };
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#fetchPart();
    }, SETTLE);
  }

  dispose(): void {
    this.#stop();
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #namesOf(target: number): Set<string> {
    let names = this.#known.get(target);
    if (!names) {
      names = new Set();
      this.#known.set(target, names);
    }
    return names;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #take({ session, target, time, series, gc }: SampleEvent): void {
    if (session !== this.session.id) return;
    const names = this.#namesOf(target);
    for (const [name, column] of Object.entries(series)) {
      names.add(name);
      if (!isDrawn(name)) continue;
      const source = this.source(target, name);
      time.forEach((at, index) => {
        const value = column[index];
        if (typeof value === 'number') source.append(at, value);
      });
      if (source.appended > MOST_APPENDED) void this.#fetchWhole(target);
    }
    if (gc.length > 0) this.#addTicks(target, gc);
    this.duration = Math.max(this.duration, time.at(-1) ?? 0);
    this.#changed();
  }

  #addTicks(target: number, gc: readonly GcEvent[]): void {
    const ticks = this.#ticks.get(target) ?? [];
    this.#ticks.set(target, ticks);
    for (const { at, pause } of gc) if (at >= (ticks.at(-1)?.at ?? 0)) ticks.push({ at, pause });
    if (ticks.length > MOST_TICKS) ticks.splice(0, ticks.length - MOST_TICKS);
  }

  /** One process after the other: the first lanes stand while the last are on their way. */
  async #fetchAll(): Promise<void> {
    for (const target of [...this.#known.keys()]) {
      if (this.#abort.signal.aborted) return;
      await this.#fetchWhole(target);
    }
  }

  async #fetchWhole(target: number): Promise<void> {
    const { id } = this.session;
    const to = this.duration;
    const points = Math.max(FEWEST_POINTS, Math.min(BASE_POINTS, ALL_POINTS / this.#known.size));
    await this.#fetch(target, 0, to, points, (name, columns) => this.source(target, name).setBase(columns));
    if (to <= GC_SPAN && !this.#ticks.has(target)) {
      const gc = await this.engine.services.sessions.gcEvents(id, target, 0, to).catch(() => []);
      const live = this.#ticks.get(target) ?? [];
      this.#ticks.set(target, []);
      this.#addTicks(target, gc);
      this.#addTicks(
        target,
        live.map(({ at, pause }) => ({ at, pause, kind: '' })),
      );
      this.#changed();
    }
  }

  /** What came in while the engine was out of reach was pushed to nobody. */
  async #fetchMissed(): Promise<void> {
    try {
      this.duration = Math.max(
        this.duration,
        (await this.engine.services.sessions.info(this.session.id)).duration,
      );
    } catch {
      // The session is gone with its engine; the window says so.
      return;
    }
    this.#ticks.clear();
    void this.#fetchAll();
  }

  async #fetchPart(): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    const span = wanted.to - wanted.from;
    // Close to the whole there is nothing to gain.
    if (span > this.duration * 0.6 || this.duration < 60_000) return;
    const from = Math.max(0, wanted.from - span / 2);
    const to = Math.min(this.duration, wanted.to + span / 2);
    for (const target of this.#known.keys()) {
      const [name] = this.#namesOf(target);
      const source = name && this.#sources.get(`${target} ${name}`);
      if (source && source.levels(wanted.from, wanted.to) !== source.whole) continue;
      await this.#fetch(target, from, to, DETAIL_POINTS, (series, columns) =>
        this.source(target, series).setDetail(from, to, columns),
      );
    }
    if (this.#wanted !== wanted) this.look(this.#wanted?.from ?? 0, this.#wanted?.to ?? 0);
  }

  async #fetch(
    target: number,
    from: number,
    to: number,
    points: number,
    set: (
      name: string,
      columns: { name: string; time: Float64Array; min: Float64Array; max: Float64Array },
    ) => void,
  ): Promise<void> {
    const names = [...this.#namesOf(target)].filter(isDrawn);
    if (names.length === 0 || to <= 0) return;
    try {
      const query = { target, names, from, to, points };
      const series = await this.engine.series(this.session.id, query, this.#abort.signal);
      for (const columns of series) set(columns.name, columns);
      this.fetched++;
      this.#changed();
    } catch {
      // A part that could not be fetched is asked for again with the next look; the thinned whole stays.
    }
  }
}
