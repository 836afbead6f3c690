import { byLine } from '../../shared/analysis/allocations/by-line.js';
import { frameGroups, type PlaceKind } from '../../shared/analysis/allocations/frame-groups.js';
import {
  type CallOrder,
  type FlameLayout,
  layLevels,
} from '../../shared/analysis/allocations/layout-levels.js';
import type { Measure } from '../../shared/analysis/allocations/layout-totals.js';
import { layWidest } from '../../shared/analysis/allocations/layout-widest.js';
import { sandwich } from '../../shared/analysis/allocations/sandwich.js';
import {
  type CallMatches,
  matchedFrames,
  searchCalls,
} from '../../shared/analysis/allocations/search-calls.js';
import type { PlaceSort } from '../../shared/analysis/allocations/sorted-places.js';
import { unlabelledCalls } from '../../shared/analysis/allocations/unlabelled-calls.js';
import { textMatch } from '../../shared/analysis/text-match.js';
import { callsAs, type ExportFacts } from '../../shared/format/calls/calls-as.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallStep } from '../state/call-view.js';
import type { SentLines } from './call-messages.js';
import { type Calls, callsOf } from './calls-of.js';
import { foundCalls } from './found-calls.js';
import { packageFrames } from './package-frames.js';
import { type PlaceRows, PlaceTables } from './place-rows.js';
import { fromLeaf, steppedCalls } from './shaped-calls.js';

/** What the user made of a tree: steps in their order, then the other way round. */
export interface CallShape {
  readonly steps: readonly CallStep[];
  readonly inverted: boolean;
  readonly measure: Measure;
  /** With the threads and types that the source knows, each as a call of its own. */
  readonly labels?: boolean;
}

export interface ShapedCalls {
  /** After the steps, callers first. */
  readonly upright: Calls;
  /** What the picture draws: the same, or from the leaf. */
  readonly calls: Calls;
  readonly layout: FlameLayout;
  /** A frame of each package that allocated, those that did most by themselves first. */
  readonly packages: readonly number[];
}

/** One function with everything around it. */
export interface SandwichCalls {
  readonly callers: LaidCalls;
  readonly callees: LaidCalls;
}

export interface LaidCalls {
  readonly calls: Calls;
  readonly layout: FlameLayout;
}

export interface FoundCalls {
  readonly matches: CallMatches;
  /** The largest first; of calls in a found call the outer one. Rows of what the picture draws. */
  readonly found: readonly number[];
}

export const CALL_FORMATS = ['heapprofile', 'pprof', 'speedscope', 'folded', 'csv'] as const;
export type CallFormat = (typeof CALL_FORMATS)[number];

/** Called between two parts of the work: throws where nobody wants the answer any more. `done` is from 0 to 1. */
export type Pause = (done: number) => Promise<void>;

/** Everything that takes time with one tree. What was worked out for one question is there for the next. */
export class CallJobs {
  #plain: CallTree | undefined;
  #labels = false;
  #steps: readonly CallStep[] = [];
  /** After each of the steps. */
  #stepped: CallTree[] = [];
  readonly #places = new PlaceTables();
  #leaf: { readonly of: CallTree; readonly tree: CallTree } | undefined;

  constructor(private readonly tree: CallTree) {}

  /** `early` is told what can be seen of a large tree before all of it is laid out. */
  async shape(
    shape: CallShape,
    order: CallOrder,
    pause: Pause,
    early?: (shaped: ShapedCalls) => void,
  ): Promise<ShapedCalls> {
    const { upright, calls } = await this.#calls(shape, pause);
    await pause(0.75);
    const { tree, width } = calls;
    const packages = packageFrames(upright);
    if (early && tree.length > LARGE)
      early({ upright, calls, packages, layout: layWidest(tree, width, order, LEAST_EARLY) });
    return { upright, calls, packages, layout: layLevels(tree, width, order) };
  }

  async search(shape: CallShape, text: string, pause: Pause): Promise<FoundCalls> {
    const { upright, calls } = await this.#calls(shape, pause);
    const frames = await this.#matched(text, pause);
    const matches = searchCalls(upright.tree, frames, shape.measure);
    await pause(0.8);
    return { matches, found: foundCalls(calls, matches.frames) };
  }

  async sandwich(shape: CallShape, frame: number, order: CallOrder, pause: Pause): Promise<SandwichCalls> {
    const { upright } = await this.#calls({ ...shape, inverted: false }, pause);
    const groups = frameGroups(upright.tree.frames, 'function');
    await pause(0.5);
    const halves = sandwich(upright.tree, groups, groups.group[frame]);
    const laid = (tree: CallTree): LaidCalls => {
      const calls = callsOf(tree, shape.measure);
      return { calls, layout: layLevels(tree, calls.width, order) };
    };
    await pause(0.7);
    return { callers: laid(halves.callers), callees: laid(halves.callees) };
  }

  async places(
    shape: CallShape,
    by: PlaceKind,
    sort: PlaceSort,
    text: string,
    pause: Pause,
  ): Promise<PlaceRows> {
    const { upright } = await this.#calls({ ...shape, inverted: false }, pause);
    const matched = text ? await this.#matched(text, pause) : undefined;
    return this.#places.rows(upright, by, sort, matched);
  }

  async lines(file: string, measure: Measure, pause: Pause): Promise<SentLines> {
    this.#plain ??= unlabelledCalls(this.tree);
    await pause(0.5);
    return [...byLine(this.#plain, file, measure)];
  }

  /** The calls as they are shown, as a file of another tool. */
  async write(shape: CallShape, format: CallFormat, facts: ExportFacts, pause: Pause): Promise<Uint8Array> {
    const { upright } = await this.#calls(shape, pause);
    const blocks: Uint8Array<ArrayBuffer>[] = [];
    let text: string[] = [];
    let size = 0;
    const coder = new TextEncoder();
    const take = (): void => {
      if (size > 0) blocks.push(coder.encode(text.join('')));
      text = [];
      size = 0;
    };
    for (const piece of callsAs(format, upright.tree, facts)) {
      if (typeof piece !== 'string') {
        take();
        blocks.push(new Uint8Array(piece));
        continue;
      }
      text.push(piece);
      size += piece.length;
      if (size < BLOCK) continue;
      take();
      await pause(0.7);
    }
    take();
    const whole = new Blob(blocks).stream();
    // As every reader of pprof expects it.
    const packed = format === 'pprof' ? whole.pipeThrough(new CompressionStream('gzip')) : whole;
    return new Uint8Array(await new Response(packed).arrayBuffer());
  }

  /** By frame. In parts: a slow pattern over many names ends where nobody waits for it. */
  async #matched(text: string, pause: Pause): Promise<Uint8Array> {
    const { frames } = this.tree;
    const matched = new Uint8Array(frames.length);
    const test = textMatch(text);
    for (let from = 0; from < frames.length; from += FRAMES) {
      matchedFrames(frames, (name, file) => test(name) || test(file), matched, from, from + FRAMES);
      await pause(0.6);
    }
    return matched;
  }

  async #calls(
    { steps, inverted, measure, labels = false }: CallShape,
    pause: Pause,
  ): Promise<Pick<ShapedCalls, 'upright' | 'calls'>> {
    if (labels !== this.#labels) this.#steps = [];
    this.#labels = labels;
    this.#plain ??= unlabelledCalls(this.tree);
    const stepped = await this.#after(labels ? this.tree : this.#plain, steps, pause);
    const upright = callsOf(stepped, measure);
    if (!inverted) return { upright, calls: upright };
    await pause(0.5);
    if (this.#leaf?.of !== stepped) this.#leaf = { of: stepped, tree: fromLeaf(stepped) };
    return { upright, calls: callsOf(this.#leaf.tree, measure) };
  }

  /** A step more begins where the last ones ended. */
  async #after(from: CallTree, steps: readonly CallStep[], pause: Pause): Promise<CallTree> {
    let same = 0;
    while (same < steps.length && same < this.#steps.length && isSame(steps[same], this.#steps[same])) same++;
    this.#stepped = this.#stepped.slice(0, same);
    this.#steps = steps.slice(0, same);
    for (let at = same; at < steps.length; at++) {
      await pause((0.5 * at) / steps.length);
      this.#stepped.push(steppedCalls(this.#stepped.at(-1) ?? from, [steps[at]]));
      this.#steps = steps.slice(0, at + 1);
    }
    return this.#stepped.at(-1) ?? from;
  }
}

const BLOCK = 1 << 20;
const FRAMES = 20_000;
/** Fewer calls are laid out before one could see the difference. */
const LARGE = 100_000;
/** Half a pixel of a picture of 4,000. */
const LEAST_EARLY = 1 / 8000;

const isSame = (a: CallStep, b: CallStep): boolean => JSON.stringify(a) === JSON.stringify(b);
