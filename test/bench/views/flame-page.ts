import type { CallShape, ShapedCalls } from '../../../renderer/calls/call-jobs.js';
import { pageShaper } from '../../../renderer/calls/page-shaper.js';
import { createFlameCanvas, prepareFlame } from '../../../renderer/canvas/flame/flame-canvas.js';
import type { FlameModel, FlameView } from '../../../renderer/canvas/flame/flame-model.js';
import { flameLook } from '../../../renderer/views/allocations/flame-look.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { functionKey } from '../../../shared/analysis/allocations/function-key.js';
import { sharedWherePossible } from '../../../shared/base/column-memory.js';
import { speedscopeImporter } from '../../../shared/import/allocations/speedscope.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import '../../../renderer/theme/tokens.css';

interface KitTree {
  readonly count: number;
  readonly parent: Int32Array;
  readonly name: Uint32Array;
  readonly self: Float64Array;
  readonly names: readonly string[];
}

/** The kit's own data, views and clock: the same for every subject. */
interface Kit {
  tree(nodes: number): KitTree;
  totals(tree: KitTree): Float64Array;
  depths(tree: KitTree): Uint16Array;
  offsets(tree: KitTree, totals: Float64Array): Float64Array;
  target(tree: KitTree, totals: Float64Array, depths: Uint16Array): number;
  flameViews(left: number, width: number): readonly FlameView[];
  steps(views: readonly unknown[], step: (view: FlameView) => void): Promise<object>;
  painted(): Promise<number>;
  memory(): Promise<unknown>;
}

/**
 * The window's flame graph, driven as the kit drives its peers: 1200 by 800, 120 views. With `file`, from speedscope's
 * own file of the same calls: fetched, read, added up, laid out, drawn.
 */
export async function bench({
  nodes,
  file = false,
}: {
  readonly nodes: number;
  readonly file?: boolean;
}): Promise<object> {
  const [data, clock] = (await Promise.all([
    import(/* @vite-ignore */ `${location.origin}/lib/tree.js`),
    import(/* @vite-ignore */ `${location.origin}/lib/bench.js`),
  ])) as [Kit, Kit];
  const host = document.getElementById('app');
  if (!host) throw new Error('the page has no #app');
  Object.assign(host.style, { position: 'relative', width: '1200px', height: '800px' });
  const empty = await clock.memory();
  const given = file ? undefined : treeOf(data.tree(nodes));
  const columns = await clock.memory();

  const nothing = (): void => {};
  const canvas = createFlameCanvas(
    host,
    {
      ...{ onLook: nothing, onHover: nothing, onSelect: nothing, onPin: nothing },
      ...{ onFocus: nothing, onBack: nothing, onCopy: nothing },
    },
    () => true,
  );
  const longest = longestTask();
  // As the window's pane does it: both workers are there, and letters, before there are calls.
  prepareFlame();
  await pageShaper().shape(treeOf(data.tree(2)), PLAIN, 'heavy');
  await clock.painted();
  // With both workers, and without a call.
  const ready = await clock.memory();
  longest.taken();
  const begin = performance.now();
  const tree = given ?? (await treeFrom(`${location.origin}/data/flame-${nodes}.speedscope.json`));
  const read = performance.now() - begin;
  // Read by the engine in the product: the window has the columns then.
  const reading = longest.taken();
  const shown = (of: ShapedCalls): FlameModel => ({
    ...flameLook(of.calls, of.layout, false, false),
    scroll: 0,
    upwards: false,
  });
  let painted: Promise<number> | undefined;
  const draw = async (model: FlameModel): Promise<number> => {
    canvas.update(model);
    await new Promise(requestAnimationFrame);
    await settled(host);
    return (await clock.painted()) - begin;
  };
  const shaped = await pageShaper().shape(tree, PLAIN, 'heavy', {
    onEarly: (early) => {
      painted = draw(shown(early));
    },
  });
  const script = performance.now() - begin;
  const base = shown(shaped);
  const first = await painted;
  const whole = await draw(base);
  const opening = longest.taken();
  const { layout } = shaped;
  const drawn = await clock.memory();
  const views = kitViews(data, nodes);
  const of = ({ lo, hi }: FlameView): FlameView => ({ lo: lo * layout.total, hi: hi * layout.total });
  const result = await clock.steps(views, (shown) => canvas.update({ ...base, view: of(shown) }));
  longest.taken();
  const { matches } = await pageShaper().search(tree, PLAIN, 'std::vector');
  await draw({ ...base, matched: matches.frames });
  const searching = longest.taken();
  const focus: CallShape = { ...PLAIN, steps: [{ kind: 'function', key: functionKey(tree.frames, 7) }] };
  const focused = await pageShaper().shape(tree, focus, 'heavy');
  await draw(shown(focused));
  const focusing = longest.taken();
  return {
    calls: tree.length,
    firstDraw: { read, script, painted: first ?? whole, whole },
    longest: { reading, opening, searching, focusing },
    ...result,
    mem: { empty, data: columns, ready, view: drawn, end: await clock.memory() },
  };
}

const PLAIN: CallShape = { steps: [], inverted: false, measure: 'bytes' };

/** The longest task of the main thread since it was last taken, in milliseconds; 0 where none took 50. */
function longestTask(): { taken(): number } {
  let most = 0;
  const watch = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) most = Math.max(most, duration);
  });
  watch.observe({ type: 'longtask' });
  return {
    taken() {
      for (const { duration } of watch.takeRecords()) most = Math.max(most, duration);
      const was = most;
      most = 0;
      return was;
    },
  };
}

/** Until everything is on the canvas, which is painted beside the page. */
function settled(host: HTMLElement): Promise<void> {
  return new Promise((done) => {
    const look = (): void => {
      if (!host.hasAttribute('data-painted')) return;
      watch.disconnect();
      done();
    };
    const watch = new MutationObserver(look);
    watch.observe(host, { attributes: true });
    look();
  });
}

/** In the memory that the window reads the engine's answer into. */
function treeOf({ count, parent, name, self, names }: KitTree): CallTree {
  const own = inPlace(self, Float64Array);
  return {
    ...{ length: count, parent: inPlace(parent, Int32Array), frame: inPlace(name, Uint32Array) },
    ...{ self: own, count: own },
    frames: {
      ...{ length: names.length, name: names },
      file: names.map(() => ''),
      line: new Uint32Array(names.length),
    },
  };
}

function inPlace<Column extends Float64Array | Int32Array | Uint32Array>(
  from: Column,
  type: new (buffer: ArrayBufferLike) => Column,
): Column {
  const column = new type(sharedWherePossible(from.byteLength));
  column.set(from);
  return column;
}

async function treeFrom(address: string): Promise<CallTree> {
  const answer = await fetch(address);
  const size = Number(answer.headers.get('content-length'));
  const reader = speedscopeImporter.open({ name: 'flame', ...(size > 0 ? { size } : {}) });
  if (!answer.body) throw new Error('no file');
  // Into one buffer again and again: chunks of their own would be 80 MB for the collector.
  const body = answer.body.getReader({ mode: 'byob' });
  for (let room = new Uint8Array(1 << 18); ; ) {
    const { done, value } = await body.read(room);
    if (value) reader.push(value);
    if (done || !value) break;
    room = new Uint8Array(value.buffer);
  }
  const [profile] = reader.end();
  return new AllocationsByCall().add(profile.table).tree();
}

function kitViews(data: Kit, nodes: number): readonly FlameView[] {
  const tree = data.tree(nodes);
  const totals = data.totals(tree);
  const goal = data.target(tree, totals, data.depths(tree));
  return data.flameViews(data.offsets(tree, totals)[goal] / totals[0], totals[goal] / totals[0]);
}
