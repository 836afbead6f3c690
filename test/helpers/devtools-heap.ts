import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
// @ts-expect-error plain JavaScript, shared with the bench
import { bundledDevTools } from '../bench/heap/bundles.mjs';

export interface DevToolsDiff {
  readonly name: string;
  readonly addedCount: number;
  readonly removedCount: number;
  readonly addedSize: number;
  readonly removedSize: number;
}

/** What is compared of DevTools' own `JSHeapSnapshot`. */
export interface DevToolsHeap {
  readonly nodeCount: number;
  readonly nodeFieldCount: number;
  readonly nodeSelfSizeOffset: number;
  readonly nodes: { getValue(at: number): number };
  readonly nodeDistances: Int32Array;
  readonly dominatorsTree: Uint32Array;
  readonly retainedSizes: Float64Array;
  createNode(at: number): { className(): string; detachedness(): number };
  aggregatesWithFilter(
    filter: unknown,
  ): Record<
    string,
    { readonly name: string; readonly count: number; readonly self: number; readonly maxRet: number }
  >;
  interfaceDefinitions(): string;
  aggregatesForDiff(definitions: string): unknown;
  calculateSnapshotDiff(base: string, aggregates: unknown): Record<string, DevToolsDiff>;
}

/** DevTools' distance of what no root reaches. */
export const DEVTOOLS_NO_DISTANCE = -5;

/** A function from a snapshot's text to what Chrome DevTools' published worker makes of it. */
export async function devToolsReader(): Promise<(text: string) => Promise<DevToolsHeap>> {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-devtools-'));
  const file = (await bundledDevTools(folder)) as string;
  const { HeapSnapshot, HeapSnapshotLoader } = await import(pathToFileURL(file).href);
  rmSync(folder, { recursive: true, force: true });
  // It lists every node that only weak edges hold.
  console.warn = () => {};
  return async (text) => {
    const loader = new HeapSnapshotLoader.HeapSnapshotLoader({ sendEvent() {} });
    for (let at = 0; at < text.length; at += 1 << 20) loader.write(text.slice(at, at + (1 << 20)));
    loader.close();
    await loader.parsingComplete;
    const { port1, port2 } = new MessageChannel();
    new HeapSnapshot.SecondaryInitManager(port2);
    try {
      return (await loader.buildSnapshot(port1)) as DevToolsHeap;
    } finally {
      port1.close();
    }
  };
}
