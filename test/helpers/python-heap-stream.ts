import { PYTHON_HEAP_MAGIC, PythonHeapTag } from '../../shared/model/python-heap-stream.js';

/** Writes the agent's stream record by record, also wrong ones. */
export class PythonStreamWriter {
  readonly #parts: Buffer[] = [Buffer.from(PYTHON_HEAP_MAGIC)];
  #nodes = 0;
  #edges = 0;

  record(tag: number, payload: Buffer): this {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(tag, 0);
    head.writeUInt32LE(payload.length, 4);
    this.#parts.push(head, payload);
    return this;
  }

  strings(...texts: readonly string[]): this {
    return this.record(
      PythonHeapTag.strings,
      Buffer.concat(texts.flatMap((text) => [u32(Buffer.byteLength(text)), Buffer.from(text)])),
    );
  }

  /** Each: id, type, name, size, references, flags, edges. */
  nodes(...rows: readonly (readonly [number, number, number, number, number, number, number])[]): this {
    this.#nodes += rows.length;
    return this.record(
      PythonHeapTag.nodes,
      Buffer.concat([u32(rows.length), ...rows.map((row) => Buffer.concat([node(row), u32(row[6])]))]),
    );
  }

  leaves(...rows: readonly (readonly [number, number, number, number, number, number])[]): this {
    this.#nodes += rows.length;
    return this.record(PythonHeapTag.leaves, Buffer.concat([u32(rows.length), ...rows.map(node)]));
  }

  /** Each: type, name, target id. */
  edges(...rows: readonly (readonly [number, number, number])[]): this {
    this.#edges += rows.length;
    const row = ([type, name, target]: readonly [number, number, number]): Buffer =>
      Buffer.concat([Buffer.of(type), u32(name), u64(target)]);
    return this.record(PythonHeapTag.edges, Buffer.concat([u32(rows.length), ...rows.map(row)]));
  }

  ages(back: number, ...ids: readonly number[]): this {
    return this.record(PythonHeapTag.ages, Buffer.concat([Buffer.of(back), ...ids.map(u64)]));
  }

  meta(meta: unknown): this {
    return this.record(PythonHeapTag.meta, Buffer.from(JSON.stringify(meta)));
  }

  end(nodes = this.#nodes, edges = this.#edges): this {
    return this.record(PythonHeapTag.end, Buffer.concat([u64(nodes), u64(edges)]));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

function node([id, type, name, size, references, flags]: readonly number[]): Buffer {
  return Buffer.concat([u64(id), Buffer.of(type), u32(name), u64(size), u32(references), Buffer.of(flags)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
