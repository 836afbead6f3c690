import type { FrameTable } from './stack-table.js';

/** The frames of several tables, each place once. */
export class FrameRows {
  readonly #name: string[] = [];
  readonly #file: string[] = [];
  readonly #line: number[] = [];
  readonly #column: number[] = [];
  readonly #rows = new Map<string, number>();
  /** Code units of all names and files. */
  text = 0;

  get length(): number {
    return this.#name.length;
  }

  /** The row of every frame of a table. */
  add(frames: FrameTable): Uint32Array {
    const rows = new Uint32Array(frames.length);
    for (let at = 0; at < frames.length; at++) {
      const name = frames.name[at];
      const file = frames.file[at];
      const line = frames.line[at];
      const column = frames.column?.[at] ?? 0;
      rows[at] = this.row(name, file, line, column);
    }
    return rows;
  }

  row(name: string, file: string, line: number, column: number): number {
    const key = keyOf(name, file, line, column);
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#push(name, file, line, column);
      this.#rows.set(key, row);
    }
    return row;
  }

  table(): FrameTable {
    const column = Uint32Array.from(this.#column);
    return {
      ...{ length: this.#name.length, name: this.#name, file: this.#file },
      line: Uint32Array.from(this.#line),
      ...(column.some((at) => at > 0) ? { column } : {}),
    };
  }

  #push(name: string, file: string, line: number, column: number): number {
    this.text += name.length + file.length;
    this.#file.push(file);
    this.#line.push(line);
    this.#column.push(column);
    return this.#name.push(name) - 1;
  }
}

const keyOf = (name: string, file: string, line: number, column: number): string =>
  `${line}:${column}\0${name}\0${file}`;
