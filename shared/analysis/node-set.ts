/** A set of nodes, a bit each: it stays in the processor's cache where a byte a node would not. */
export class NodeSet {
  readonly #bits: Uint32Array;

  constructor(
    readonly nodeCount: number,
    bits: Uint32Array = new Uint32Array((nodeCount + 31) >>> 5),
  ) {
    this.#bits = bits;
  }

  has(node: number): boolean {
    return (this.#bits[node >>> 5] & (1 << (node & 31))) !== 0;
  }

  add(node: number): void {
    this.#bits[node >>> 5] |= 1 << (node & 31);
  }

  copy(): NodeSet {
    return new NodeSet(this.nodeCount, this.#bits.slice());
  }

  /** Puts the nodes of the set into `to`, from the lowest up, and takes them out of the set. */
  drain(to: Uint32Array): void {
    const bits = this.#bits;
    let count = 0;
    for (let word = 0; word < bits.length; word++) {
      for (let left = bits[word]; left !== 0; left &= left - 1)
        to[count++] = word * 32 + 31 - Math.clz32(left & -left);
      bits[word] = 0;
    }
  }
}
