import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWithHelper } from '../../../electron/engine/worker/read-with-helper.js';
import {
  DONE,
  FORWARDS,
  type ScanPlan,
  Shared,
  scanPlan,
} from '../../../electron/engine/worker/scan-plan.js';
import { scanTail } from '../../../electron/engine/worker/scan-tail.js';
import { UNWATCHED } from '../../../shared/base/watch.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { snapshotText } from '../../helpers/heapsnapshot-text.js';
import { plainGraph, readHeap } from '../../helpers/read-heap.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-two-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODES = 40_000;
const EDGES = 8;

/** A file of several blocks, laid out as V8 does it; `lines`: with a line for each row, as older ones do. */
function text(lines: boolean): string {
  const comma = lines ? '\n,' : ',';
  const nodes: string[] = [];
  const edges: string[] = [];
  for (let node = 0; node < NODES; node++) {
    nodes.push(`${node % 5},${node % 50},${node * 2 + 1},${(node * 37) % 5000},${EDGES},0,0`);
    for (let edge = 0; edge < EDGES; edge++)
      edges.push(`${(node + edge) % 7},${(node * edge) % 50},${((node * 7919 + edge * 31) % NODES) * 7}`);
  }
  const strings = Array.from({ length: 50 }, (_, row) => JSON.stringify(`text ${row} "é",\n"strings":[`));
  const { snapshot } = JSON.parse(snapshotText({})) as { snapshot: Record<string, unknown> };
  const header = JSON.stringify({ ...snapshot, node_count: NODES, edge_count: NODES * EDGES });
  return `{"snapshot":${header},\n"nodes":[${nodes.join(comma)}],\n"edges":[${edges.join(comma)}],\n${REST}[${strings.join(',\n')}]}`;
}
const REST =
  '"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[7,1,2,3,70,1,5,6],\n"strings":';

function planFor(content: string): ScanPlan {
  const path = join(folder, 'a.heapsnapshot');
  writeFileSync(path, content);
  const plan = scanPlan(path, 0);
  if (!plan) throw new Error('a file as V8 writes it was not planned');
  return plan;
}

function same(read: HeapGraph | undefined, content: string): void {
  expect(read && plainGraph(read)).toEqual(plainGraph(readHeap(Buffer.from(content))));
}

describe('a scan in two threads', () => {
  for (const lines of [false, true])
    for (const [meeting, where] of [
      ['where the edges begin', 0],
      ['inside the edges', 0.6],
      ['at the end', 1],
    ] as const)
      it(`reads what one thread reads, met ${meeting}${lines ? ', by lines' : ''}`, () => {
        const content = text(lines);
        const plan = planFor(content);
        // What the forward thread would have claimed by the time that they meet.
        const claimed = Math.ceil(plan.claims.length * where);
        for (let block = 1; block < claimed; block++) plan.claims[block] = FORWARDS;
        scanTail(plan, UNWATCHED);
        expect(plan.state[Shared.strings]).toBe(DONE);
        expect(plan.state[Shared.edgeRows] === 0).toBe(where === 1);
        same(readWithHelper(plan, UNWATCHED), content);
      }, 60_000);

  it('reads all alone where the helper never came', () => {
    const content = text(false);
    same(readWithHelper(planFor(content), UNWATCHED), content);
  });

  it('gives up where the helper failed, and where the file is damaged', () => {
    const content = text(false);
    const plan = planFor(content);
    plan.state[Shared.strings] = 2;
    plan.state[Shared.failed] = 1;
    expect(readWithHelper(plan, UNWATCHED)).toBeUndefined();
    const at = content.indexOf('],\n"trace_function');
    for (const damaged of [
      `${content.slice(0, at - 500_000)},${content.slice(at - 500_000)}`,
      `${content.slice(0, at - 500_000)},1${content.slice(at - 500_000)}`,
      `${content.slice(0, at)},1,2,0${content.slice(at)}`,
      `${content.slice(0, at)},1,2,3${content.slice(at)}`,
      `${content} {`,
      content.slice(0, -2),
    ]) {
      const plan = planFor(damaged);
      try {
        scanTail(plan, UNWATCHED);
      } catch {
        expect(plan.state[Shared.failed]).toBe(1);
      }
      expect(readWithHelper(plan, UNWATCHED)).toBeUndefined();
    }
  });

  it('has no plan for what is otherwise laid out, or small', () => {
    const path = join(folder, 'b.heapsnapshot');
    const content = text(false);
    writeFileSync(path, content);
    expect(scanPlan(path)).toBeUndefined();
    for (const other of [snapshotText({}), content.replace('"nodes":', ' "nodes" :'), '', '{"snapshot":']) {
      writeFileSync(path, other);
      expect(scanPlan(path, 0)).toBeUndefined();
    }
    expect(scanPlan(join(folder, 'none'), 0)).toBeUndefined();
  });

  it('is not held up by a cancel', () => {
    const plan = planFor(text(false));
    plan.state[Shared.strings] = 2;
    expect(() => readWithHelper(plan, { ...UNWATCHED, cancelled: () => true })).toThrow('cancelled');
  });
});
