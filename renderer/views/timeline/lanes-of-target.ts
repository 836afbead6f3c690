import { LEDGER_LINES, LEDGER_PREFIX } from '../../../shared/model/ledger.js';
import { seriesDefinition } from '../../../shared/model/series.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import type { Lane, LaneGroup, Layer } from '../../canvas/timeline/lanes.js';
import { ledgerFill } from '../../theme/ledger-colours.js';
import type { Token } from '../../theme/palette.js';
import type { TimelineFeed } from './timeline-feed.js';
import { words } from './words.js';

const HEIGHT = { rss: 86, heap: 44, external: 30, steps: 22, ticks: 20 } as const;
const KERNEL_PARTS: readonly (readonly [name: string, colour: Token])[] = [
  ['cgroup.slab', 'm-file'],
  ['cgroup.pagetables', 'm-ext'],
  ['cgroup.stacks', 'm-stack'],
  ['cgroup.sock', 'm-v8'],
];
/** Of a text on hover: the legend says the others. */
const MOST_LINES = 2;

/** The lanes of one process or isolate: as many as it has series. */
export function lanesOfTarget(feed: TimelineFeed, target: TargetInfo, open: boolean): LaneGroup {
  const names = feed.names(target.id);
  const heapColour: Token = target.runtime.kind === 'cpython' ? 'm-py' : 'm-v8';
  const layer = (name: string, colour: Token, hatched = false): Layer => ({
    name,
    title: seriesDefinition(name).title,
    source: feed.source(target.id, name),
    colour,
    hatched,
  });
  const lane = (name: string, kind: Lane['kind'], height: number, layers: readonly Layer[]): Lane => ({
    id: `${target.id} ${name}`,
    kind,
    title: seriesDefinition(name).title,
    about: aboutOf(layers),
    height,
    layers,
    unit: seriesDefinition(name).unit === 'bytes' ? 'bytes' : 'count',
  });
  const has = (name: string): boolean => names.has(name);
  const lanes: Lane[] = [];
  if (has('rss'))
    lanes.push({
      ...lane('rss', 'stack', HEIGHT.rss, rssParts(names, target.runtime.kind, heapColour, layer)),
      total: layer('rss', 'm-file'),
      about: aboutOf([
        layer('rss', 'm-file'),
        ...rssParts(names, target.runtime.kind, heapColour, layer).slice(0, MOST_LINES),
      ]),
    });
  if (has('heap.used') || has('heap.committed')) {
    const layers = [
      ...(has('heap.used') ? [layer('heap.used', heapColour)] : []),
      ...(has('heap.committed') ? [layer('heap.committed', heapColour, true)] : []),
    ];
    const kind = target.runtime.kind;
    lanes.push({ ...lane('heap.used', 'area', HEIGHT.heap, layers), title: words.heap(kind) });
  }
  if (has('external'))
    lanes.push(
      lane('external', 'area', HEIGHT.external, [
        layer('external', 'm-ext'),
        ...(has('arrayBuffers') ? [layer('arrayBuffers', 'm-ext', true)] : []),
      ]),
    );
  // Read less often than RSS: it holds until the next, before RSS as a whole.
  if (has('pss'))
    lanes.push({
      ...lane('pss', 'stack', HEIGHT.external, [{ ...layer('pss', 'm-unk'), holds: true }]),
      total: layer('rss', 'm-file'),
      ofTotal: true,
    });
  // Beside RSS, where there is any of it; PSS's rhythm.
  const held = (name: string, colour: Token): Layer => ({ ...layer(name, colour), holds: true });
  for (const name of ['swap', 'huge'])
    if (has(name) && feed.source(target.id, name).aboveZero)
      lanes.push(lane(name, 'area', HEIGHT.external, [held(name, 'm-unk')]));
  if (has('traced')) lanes.push(lane('traced', 'area', HEIGHT.external, [layer('traced', 'm-py')]));
  // Counted once a second while they do not change.
  for (const name of ['blocks', 'threads', 'fds'])
    if (has(name))
      lanes.push(
        lane(name, 'steps', HEIGHT.steps, [{ ...layer(name, 'm-stack'), holds: name !== 'blocks' }]),
      );
  // A control group with a limit: what is charged to it, before the limit, and whom the kernel has killed.
  if (has('cgroup.usage'))
    lanes.push(
      lane('cgroup.usage', 'area', HEIGHT.external, [
        { ...layer('cgroup.usage', 'm-file'), holds: true },
        ...(has('cgroup.limit') ? [{ ...layer('cgroup.limit', 'm-stack', true), holds: true }] : []),
      ]),
    );
  // One upon the other; what is in none of the parts is left to the whole.
  const kernel = KERNEL_PARTS.filter(([name]) => has(name)).map(([name, colour]) => held(name, colour));
  if (has('cgroup.kernel'))
    lanes.push({
      ...lane('cgroup.kernel', 'stack', HEIGHT.external, kernel),
      total: held('cgroup.kernel', 'm-unk'),
      title: words.kernel,
      about: aboutOf([held('cgroup.kernel', 'm-unk'), ...kernel]),
    });
  if (has('cgroup.oom.count'))
    lanes.push(
      lane('cgroup.oom.count', 'steps', HEIGHT.steps, [
        { ...layer('cgroup.oom.count', 'm-stack'), holds: true },
      ]),
    );
  const counts = ['gc.count0', 'gc.count1', 'gc.count2'].filter(has);
  if (counts.length > 0)
    lanes.push({
      ...lane(
        'gc.count0',
        'steps',
        HEIGHT.steps,
        counts.map((name) => layer(name, 'm-py')),
      ),
      title: words.gcCounts,
    });
  if (target.runtime.kind !== 'native')
    lanes.push({
      id: `${target.id} gc`,
      kind: 'ticks',
      title: words.gc,
      about: words.gcAbout,
      height: HEIGHT.ticks,
      layers: [],
      unit: 'ms',
      ticks: (from, to) => feed.ticks(target.id, from, to),
    });
  return { target: target.id, open, lanes };
}

/** One lane with the RSS of every process upon each other: the whole tree. */
export function treeLane(feed: TimelineFeed, targets: readonly TargetInfo[], height: number): LaneGroup {
  const processes = targets.filter(({ within }) => within === undefined);
  const colour = ({ runtime }: TargetInfo): Token =>
    runtime.kind === 'cpython' ? 'm-py' : runtime.kind === 'v8' ? 'm-v8' : 'm-file';
  return {
    target: 0,
    open: true,
    lanes: [
      {
        id: 'tree',
        kind: 'stack',
        title: words.rss,
        about: seriesDefinition('rss').definition,
        height,
        unit: 'bytes',
        layers: processes.map((target) => ({
          name: 'rss',
          title: target.name,
          source: feed.source(target.id, 'rss'),
          colour: colour(target),
        })),
      },
    ],
  };
}

const UNITS = { bytes: 'bytes', count: 'a count', ms: 'ms', percent: 'percent' } as const;

/** What each series of a lane is, with its unit, a line each: shown on hover. */
function aboutOf(layers: readonly Layer[]): string {
  return layers
    .map(({ name }) => {
      const { title, definition, unit } = seriesDefinition(name);
      return `${title} (${UNITS[unit]}): ${definition}`;
    })
    .join('\n');
}

function rssParts(
  names: ReadonlySet<string>,
  runtime: string,
  heapColour: Token,
  layer: (name: string, colour: Token, hatched?: boolean) => Layer,
): readonly Layer[] {
  const ledger = LEDGER_LINES.filter(({ id }) => names.has(`${LEDGER_PREFIX}${id}`));
  if (ledger.length > 0)
    return ledger.map(({ id }) => {
      const { colour, hatched } = ledgerFill(id, runtime);
      return { ...layer(`${LEDGER_PREFIX}${id}`, colour, hatched), holds: true };
    });
  return [
    ...(names.has('heap.committed') ? [layer('heap.committed', heapColour)] : []),
    ...(names.has('external') ? [layer('external', 'm-ext')] : []),
  ];
}
