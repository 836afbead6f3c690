import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import { writeHeapSnapshotFile } from '../../electron/engine/worker/write-heap-snapshot.js';
import { UNWATCHED } from '../../shared/base/watch.js';
import { NodeType } from '../../shared/model/heap-graph.js';
import { capturedPython } from '../helpers/captured-python.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder, endAllPythonTargets, startPythonTarget } from '../helpers/python-targets.js';

const MEMLAB = '@memlab/core@2.0.5';
const installed = new URL('../../.cache/memlab', import.meta.url).pathname;
const python = onePythonPerMinor()
  .filter(({ root }) => !root)
  .at(-1);

/** What memlab says of a file: it counts for itself. */
const ASKING = `
  const { config, utils } = require('@memlab/core');
  config.muteConsole = true;
  utils.getSnapshotFromFile(process.argv[1], { buildNodeIdIndex: true, verbose: false }).then((heap) => {
    let [nodes, edges, size] = [0, 0, 0];
    const ids = [];
    heap.nodes.forEach((node) => {
      nodes++;
      size += node.self_size;
      edges += node.edge_count;
      if (node.name === process.argv[2] && node.type === 'object') ids.push(node.id);
    });
    require('node:fs').writeSync(3, JSON.stringify({ nodes, edges, size, ids, all: heap.edges.length }));
    process.exit(0);
  });`;

let folder = '';
let missing = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leakscope-memlab-'));
  if (!python) missing = 'there is no CPython 3.8 or later here';
  else if (!existsSync(join(installed, 'node_modules/@memlab/core/package.json'))) {
    const npm = ['install', '--prefix', installed, '--ignore-scripts', '--no-audit', '--no-fund', MEMLAB];
    const { status, stderr, error } = spawnSync('npm', npm, { encoding: 'utf8', timeout: 300_000 });
    if (status !== 0) missing = `npm could not install ${MEMLAB}: ${error?.message ?? stderr.slice(-300)}`;
  }
}, 320_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('memlab opens the graph of a CPython heap, every node, edge and byte of it', async ({ skip }) => {
  if (missing || !python) return skip(missing);
  try {
    const target = await startPythonTarget(python, 'holder.py');
    const signal = AbortSignal.timeout(60_000);
    const attachment = await pythonDriver({ agentFolder }).attach(target.process, signal);
    const { heap } = await capturedPython(attachment, signal);
    await attachment.detach();
    const { graph } = heap;
    const file = join(folder, 'python.heapsnapshot');
    writeHeapSnapshotFile(graph, file, UNWATCHED);
    const answer = join(folder, 'answer.json');
    const held = classWithInstances(heap);
    execFileSync(process.execPath, ['--max-old-space-size=4000', '-e', ASKING, file, held.name], {
      cwd: installed,
      stdio: ['ignore', 'ignore', 'inherit', openSync(answer, 'w')],
      timeout: 300_000,
    });
    const told = JSON.parse(readFileSync(answer, 'utf8')) as { readonly ids: readonly unknown[] };
    let size = 0;
    for (const bytes of graph.selfSize) size += bytes;
    expect(told).toMatchObject({
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      all: graph.edgeCount,
      size,
    });
    expect(told.ids).toHaveLength(held.count);
    expect(held.count).toBeGreaterThan(0);
    expect(graph.nodeCount).toBeGreaterThan(10_000);
  } finally {
    await endAllPythonTargets();
  }
}, 400_000);

/** A class of the program by its objects. */
function classWithInstances(heap: Awaited<ReturnType<typeof capturedPython>>['heap']) {
  const counts = new Map<string, number>();
  const { nodeType, nodeCount } = heap.graph;
  for (let node = 0; node < nodeCount; node++)
    if (nodeType[node] === NodeType.object && heap.name(node).startsWith('__main__.'))
      counts.set(heap.name(node), (counts.get(heap.name(node)) ?? 0) + 1);
  const [[name, count] = ['dict', 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  return { name, count };
}
