import { closeSync, openSync, readSync } from 'node:fs';
import { stopIfCancelled, type Watch } from '../../../shared/base/watch.js';
import { EdgeTail } from '../../../shared/import/heapsnapshot/edge-tail.js';
import { MARGIN } from '../../../shared/import/heapsnapshot/number-scanner.js';
import { StringScanner } from '../../../shared/import/heapsnapshot/string-scanner.js';
import { BLOCK, DONE, HELPER, type ScanPlan, Shared } from './scan-plan.js';

/** The second thread of a scan: strings, then edges from the end until it meets the thread that reads forwards. */
export function scanTail(plan: ScanPlan, watch: Watch): void {
  const { state } = plan;
  const file = openSync(plan.path, 'r');
  try {
    if (Atomics.compareExchange(state, Shared.strings, 0, HELPER) === 0) readStrings(file, plan, watch);
    readEdges(file, plan, watch);
  } catch (error) {
    Atomics.store(state, Shared.failed, 1);
    throw error;
  } finally {
    closeSync(file);
    for (const slot of [Shared.strings, Shared.edges]) Atomics.notify(state, slot);
  }
}

const CHUNK = 1 << 18;

function readStrings(file: number, plan: ScanPlan, watch: Watch): void {
  const { state, places, stringMemory, size } = plan;
  const scanner = new StringScanner(undefined, stringMemory);
  const chunk = new Uint8Array(CHUNK);
  let at = plan.strings;
  while (!scanner.done) {
    stopIfCancelled(watch);
    if (Atomics.load(state, Shared.failed) !== 0) throw new Error('the other thread has stopped');
    const read = readSync(file, chunk, 0, Math.min(CHUNK, size - at), at);
    if (read === 0) throw new Error('the file ends inside its strings');
    at += scanner.scan(chunk, 0, read);
  }
  const { bytes, length } = scanner.strings();
  if (bytes.buffer !== stringMemory.bytes.buffer) throw new Error('more strings than there is room for');
  places[1] = at;
  Atomics.store(state, Shared.stringRows, length);
  Atomics.store(state, Shared.strings, DONE);
  Atomics.notify(state, Shared.strings);
}

function readEdges(file: number, plan: ScanPlan, watch: Watch): void {
  const { layout, edgeMemory, state, places, claims, lastEdge } = plan;
  const tail = new EdgeTail({
    layout: layout.edge,
    nodeFields: layout.node.fields,
    nodeCount: layout.nodeCount,
    edgeCount: layout.edgeCount,
    memory: edgeMemory,
    longest: 2 * BLOCK,
  });
  const bytes = new Uint8Array(2 * BLOCK + MARGIN);
  let end = lastEdge;
  for (let block = Math.floor((lastEdge - 1) / BLOCK); block > 0; block--) {
    stopIfCancelled(watch);
    if (Atomics.load(state, Shared.failed) !== 0) break;
    const from = block * BLOCK;
    if (end <= from) continue;
    const read = readSync(file, bytes, 0, end + MARGIN - from, from);
    if (read < end + MARGIN - from) break;
    if (Atomics.compareExchange(claims, block, 0, HELPER) !== 0) break;
    const begin = tail.take(bytes, 0, end - from);
    if (begin < 0) {
      // Its rows are left to the other: nothing of it was kept.
      Atomics.store(claims, block, 0);
      break;
    }
    end = from + begin;
  }
  places[0] = end;
  Atomics.store(state, Shared.edgeRows, tail.rows);
  Atomics.store(state, Shared.edgeLastName, tail.lastName);
  Atomics.store(state, Shared.edges, DONE);
  Atomics.notify(state, Shared.edges);
}
