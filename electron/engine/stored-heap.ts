import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Failure } from '../../shared/base/failure.js';
import type { FlatHeap } from './flat-heap.js';
import type { ColumnPart, ColumnSource, EngineCall } from './heap-engine.js';
import { type ColumnType, columnOver, isColumnType, type TypedColumn, typeOf } from './typed-column.js';
import type { WorkerPool } from './worker-pool.js';

/** Raises when a column changes its meaning: an older program must not read it wrongly. */
const VERSION = 1;
/** The column that says what the others are. */
const MANIFEST = 'manifest';
/** Bytes of a part before compression. */
const PART = 4 << 20;
const LONGEST_MANIFEST = 256 << 20;
/** Half of all bytes, and made again from the edges in less time than they take to read; and what is made when it is asked for. */
const NOT_STORED: ReadonlySet<string> = new Set(['retainers', 'paths', 'plain', 'shapes', 'classFiles']);
const TEXT = new TextEncoder();

interface Manifest {
  readonly version: number;
  readonly tree: unknown;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly bytes: number }[];
}

/** Sends a heap to `sink` part by part, the manifest last: without it the rest is not a heap. */
export async function storeHeap(
  pool: WorkerPool,
  whole: FlatHeap,
  sink: (part: ColumnPart) => Promise<void>,
  call: EngineCall = {},
): Promise<void> {
  const heap = storedPart(whole);
  const ahead: { readonly column: string; readonly part: number; readonly data: Promise<Uint8Array> }[] = [];
  const total = [...heap.columns.values()].reduce((sum, column) => sum + column.byteLength, 0);
  let stored = 0;
  const sendFirst = async (): Promise<void> => {
    const next = ahead.shift();
    if (!next) return;
    await sink({ column: next.column, part: next.part, data: await next.data });
    stored += PART;
    call.onProgress?.({ done: Math.min(1, stored / Math.max(1, total)), phase: 'storing' });
  };
  try {
    for (const [column, values] of heap.columns) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (let part = 0; part * PART < bytes.length; part++) {
        stopIfAborted(call);
        const slice = bytes.subarray(part * PART, Math.min(bytes.length, (part + 1) * PART));
        ahead.push({ column, part, data: pool.run('pack', [slice]) });
        if (ahead.length >= pool.threads * 2) await sendFirst();
      }
    }
    while (ahead.length > 0) await sendFirst();
  } finally {
    for (const left of ahead) left.data.catch(() => {});
  }
  await sink({ column: MANIFEST, part: 0, data: manifestOf(heap) });
}

/** Brings the parts back, decompressed on every core. What they say is not checked yet. */
export async function restoreHeap(
  pool: WorkerPool,
  source: ColumnSource,
  call: EngineCall = {},
): Promise<FlatHeap> {
  const { tree, columns: stored } = readManifest(source.read(MANIFEST, 0));
  const parts = new Map(source.columns().map(({ column, parts }) => [column, parts]));
  const columns = new Map<string, TypedColumn>();
  const total = stored.reduce((sum, column) => sum + column.bytes, 0);
  const running = new Set<Promise<void>>();
  let restored = 0;
  let failure: unknown;
  for (const { name, type, bytes } of stored) {
    const wanted = Math.ceil(bytes / PART);
    if (columns.has(name) || (parts.get(name) ?? 0) !== wanted)
      throw damaged(`the column ${name} is not whole`);
    const buffer = new SharedArrayBuffer(bytes);
    columns.set(name, columnOver(type, buffer));
    for (let part = 0; part < wanted; part++) {
      stopIfAborted(call);
      const size = Math.min(PART, bytes - part * PART);
      const target = new Uint8Array(buffer, part * PART, size);
      const job = pool
        .run('unpack', [source.read(name, part), target])
        .then(() => {
          restored += size;
          call.onProgress?.({ done: restored / total, phase: 'reading columns' });
        })
        .catch((error) => {
          failure ??= error;
        })
        .finally(() => running.delete(job));
      running.add(job);
      if (running.size >= pool.threads * 2) await Promise.race(running);
      if (failure) throw failure;
    }
  }
  await Promise.all(running);
  if (failure) throw failure;
  return { tree, columns };
}

function storedPart({ tree, columns }: FlatHeap): FlatHeap {
  const kept = Object.entries(tree as object).filter(([name]) => !NOT_STORED.has(name));
  return {
    tree: Object.fromEntries(kept),
    columns: new Map([...columns].filter(([name]) => !NOT_STORED.has(name.split('.', 1)[0]))),
  };
}

function manifestOf({ tree, columns }: FlatHeap): Uint8Array {
  const manifest: Manifest = {
    version: VERSION,
    tree,
    columns: [...columns].map(([name, column]) => ({ name, type: typeOf(column), bytes: column.byteLength })),
  };
  return zstdCompressSync(TEXT.encode(JSON.stringify(manifest)), {
    params: { [constants.ZSTD_c_checksumFlag]: 1 },
  });
}

function readManifest(data: Uint8Array): Manifest {
  let manifest: Manifest;
  try {
    const text = zstdDecompressSync(data, { maxOutputLength: LONGEST_MANIFEST }).toString();
    manifest = JSON.parse(text) as Manifest;
  } catch {
    throw damaged('its manifest cannot be read');
  }
  if (typeof manifest !== 'object' || manifest === null) throw damaged('its manifest is empty');
  if (Number(manifest.version) > VERSION)
    throw new Failure(
      'newer-format',
      `This snapshot was stored by a newer Leakscope (columns ${manifest.version}, this reads ${VERSION}).`,
      'Open it with that version.',
    );
  if (manifest.version !== VERSION || !Array.isArray(manifest.columns))
    throw damaged('its manifest is not one');
  for (const column of manifest.columns) {
    const good =
      typeof column?.name === 'string' &&
      isColumnType(column.type) &&
      Number.isSafeInteger(column.bytes) &&
      column.bytes >= 0;
    if (!good) throw damaged('its manifest is not one');
  }
  return manifest;
}

function damaged(what: string): Failure {
  return new Failure(
    'damaged',
    `The stored columns of this snapshot are damaged: ${what}.`,
    'Open another snapshot of the session, or a copy of the file.',
  );
}

function stopIfAborted(call: EngineCall): void {
  if (call.signal?.aborted) throw new Failure('cancelled', 'It was cancelled.');
}
