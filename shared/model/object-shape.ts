/** A group of plain objects, `{name, size}`: those that have every one of its properties. */
export interface ObjectShape {
  readonly name: string;
  readonly properties: readonly string[];
}

/**
 * Plain objects by the properties that they begin with, as many as fit into the name of a shape: a tree of properties in
 * their order, and where in it each object ends.
 */
export interface PlainObjects {
  readonly nodes: Uint32Array;
  /** For each of `nodes` twice its place in the tree, and one more where it has further properties. */
  readonly ends: Uint32Array;
  /** The place before, 0 being the top. Always lower. */
  readonly above: Uint32Array;
  /** The property that leads there, a row of strings. */
  readonly property: Uint32Array;
}
