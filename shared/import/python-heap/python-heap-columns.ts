import { columnF64, columnU8, columnU32, grownF64, grownU8, grownU32 } from '../../base/column-memory.js';
import { IdTable } from './id-table.js';
import { malformedStream } from './malformed-stream.js';

const MOST_EDGES = 0xffff_ffff;

/**
 * The columns of a Python heap while it arrives. An edge leads to an id that may be described later, or never:
 * every id gets a slot when it is first mentioned, and slots become rows at the end.
 */
export class PythonHeapColumns {
  nodes = 0;
  edges = 0;
  nodeType = columnU8(1 << 12);
  name = columnU32(1 << 12);
  id = columnF64(1 << 12);
  selfSize = columnF64(1 << 12);
  refCount = columnU32(1 << 12);
  flags = columnU8(1 << 12);
  /** Edges of each node that came. */
  edgeCount = columnU32(1 << 12);
  edgeType = columnU8(1 << 12);
  edgeName = columnU32(1 << 12);
  edgeSlot = columnU32(1 << 12);
  readonly slots = new IdTable();
  /** Row + 1 of each slot's node; 0 while none describes it. */
  slotRow = columnU32(1 << 12);

  /** The row of a new node, or -1 when its id is described already. */
  addNode(id: number): number {
    const slot = this.slot(id);
    if (this.slotRow[slot] !== 0) return -1;
    if (this.nodes === this.nodeType.length) this.#growNodes();
    const row = this.nodes++;
    this.slotRow[slot] = row + 1;
    this.id[row] = id;
    return row;
  }

  addEdge(row: number, type: number, name: number, target: number): void {
    this.pushEdge(type, name, this.slot(target));
    this.edgeCount[row]++;
  }

  /** The next edge; `target` is a slot, or a row when slots have been turned into rows. */
  pushEdge(type: number, name: number, target: number): void {
    if (this.edges === this.edgeType.length) this.#growEdges();
    const edge = this.edges++;
    this.edgeType[edge] = type;
    this.edgeName[edge] = name;
    this.edgeSlot[edge] = target;
  }

  /** All of a node but its edges, to an earlier row. */
  moveNode(from: number, to: number): void {
    this.nodeType[to] = this.nodeType[from];
    this.name[to] = this.name[from];
    this.id[to] = this.id[from];
    this.selfSize[to] = this.selfSize[from];
    this.refCount[to] = this.refCount[from];
    this.flags[to] = this.flags[from];
  }

  /** -1 where no node has that id. */
  rowOf(id: number): number {
    return this.slotRow[this.slot(id)] - 1;
  }

  slot(id: number): number {
    const slot = this.slots.rowOf(id);
    if (slot === this.slotRow.length) this.slotRow = grownU32(this.slotRow, slot * 2);
    return slot;
  }

  #growNodes(): void {
    const length = this.nodeType.length * 2;
    this.nodeType = grownU8(this.nodeType, length);
    this.name = grownU32(this.name, length);
    this.id = grownF64(this.id, length);
    this.selfSize = grownF64(this.selfSize, length);
    this.refCount = grownU32(this.refCount, length);
    this.flags = grownU8(this.flags, length);
    this.edgeCount = grownU32(this.edgeCount, length);
  }

  #growEdges(): void {
    if (this.edges >= MOST_EDGES) throw malformedStream('it has more than 4,294,967,295 references');
    const length = Math.min(MOST_EDGES, this.edgeType.length * 2);
    this.edgeType = grownU8(this.edgeType, length);
    this.edgeName = grownU32(this.edgeName, length);
    this.edgeSlot = grownU32(this.edgeSlot, length);
  }
}
