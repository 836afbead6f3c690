import { callsOf } from '../../../renderer/calls/calls-of.js';
import { createFlameCanvas } from '../../../renderer/canvas/flame/flame-canvas.js';
import type { FlameModel, FlameView } from '../../../renderer/canvas/flame/flame-model.js';
import { startPainter } from '../../../renderer/canvas/flame/page-painting.js';
import { flameLook } from '../../../renderer/views/allocations/flame-look.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { layLevels } from '../../../shared/analysis/allocations/layout-levels.js';
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

  // As the window's pane does before it has calls.
  startPainter();
  await clock.painted();
  const begin = performance.now();
  const tree = given ?? (await treeFrom(`${location.origin}/data/flame-${nodes}.speedscope.json`));
  const read = performance.now() - begin;
  const calls = callsOf(tree, 'bytes');
  const layout = layLevels({ parent: tree.parent }, calls.width, 'heavy');
  const base: FlameModel = { ...flameLook(calls, layout, false), scroll: 0, upwards: false };
  const nothing = (): void => {};
  const canvas = createFlameCanvas(
    host,
    {
      ...{ onLook: nothing, onHover: nothing, onSelect: nothing, onPin: nothing },
      ...{ onFocus: nothing, onBack: nothing, onCopy: nothing },
    },
    () => true,
  );
  canvas.update(base);
  const script = performance.now() - begin;
  await settled(host);
  const painted = (await clock.painted()) - begin;
  const drawn = await clock.memory();
  const views = kitViews(data, nodes);
  const of = ({ lo, hi }: FlameView): FlameView => ({ lo: lo * layout.total, hi: hi * layout.total });
  const result = await clock.steps(views, (shown) => canvas.update({ ...base, view: of(shown) }));
  return {
    calls: tree.length,
    firstDraw: { read, script, painted },
    ...result,
    mem: { empty, data: columns, view: drawn, end: await clock.memory() },
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

function treeOf({ count, parent, name, self, names }: KitTree): CallTree {
  return {
    ...{ length: count, parent, frame: name, self, count: self },
    frames: {
      ...{ length: names.length, name: names },
      file: names.map(() => ''),
      line: new Uint32Array(names.length),
    },
  };
}

async function treeFrom(address: string): Promise<CallTree> {
  const answer = await fetch(address);
  const size = Number(answer.headers.get('content-length'));
  const reader = speedscopeImporter.open({ name: 'flame', ...(size > 0 ? { size } : {}) });
  reader.push(new Uint8Array(await answer.arrayBuffer()));
  const [profile] = reader.end();
  return new AllocationsByCall().add(profile.table).tree();
}

function kitViews(data: Kit, nodes: number): readonly FlameView[] {
  const tree = data.tree(nodes);
  const totals = data.totals(tree);
  const goal = data.target(tree, totals, data.depths(tree));
  return data.flameViews(data.offsets(tree, totals)[goal] / totals[0], totals[goal] / totals[0]);
}
