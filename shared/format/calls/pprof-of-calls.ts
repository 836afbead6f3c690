import type { CallTree } from '../../model/call-tree.js';
import type { ExportFacts } from './calls-as.js';
import { ProtobufWriter } from './protobuf-writer.js';

/**
 * pprof: objects and bytes in use, one sample a call that has any, one location a frame. To be zipped by the writer of the
 * file. Format: https://github.com/google/pprof/blob/main/proto/profile.proto.
 */
export function* pprofOfCalls(tree: CallTree, { unit, interval }: ExportFacts): Iterable<Uint8Array> {
  const { length, parent, frame, self, count, frames } = tree;
  const texts = new Texts();
  const to = new ProtobufWriter();
  const type = (of: string, as: string): ProtobufWriter =>
    new ProtobufWriter().number(1, texts.row(of)).number(2, texts.row(as));
  const types =
    unit === 'bytes'
      ? [type('inuse_objects', 'count'), type('inuse_space', 'bytes')]
      : [type('samples', 'count')];
  for (const one of types) to.message(1, one);
  for (let row = 0; row < length; row++) {
    const weight = Math.max(0, Math.round(self[row]));
    const times = Math.max(0, Math.round(count[row]));
    if (weight === 0 && times === 0) continue;
    const path: number[] = [];
    for (let call = row; call >= 0; call = parent[call]) path.push(frame[call] + 1);
    to.message(
      2,
      new ProtobufWriter().numbers(1, path).numbers(2, unit === 'bytes' ? [times, weight] : [weight]),
    );
    if (to.length > PIECE) yield to.taken();
  }
  const functions = new Map<string, number>();
  for (let at = 0; at < frames.length; at++) {
    const name = texts.row(frames.name[at] || '(anonymous)');
    const file = texts.row(frames.file[at]);
    const key = `${name} ${file}`;
    let of = functions.get(key);
    if (of === undefined) {
      of = functions.size + 1;
      functions.set(key, of);
      to.message(5, new ProtobufWriter().number(1, of).number(2, name).number(3, name).number(4, file));
    }
    const line = new ProtobufWriter()
      .number(1, of)
      .number(2, frames.line[at])
      .number(3, frames.column?.[at] ?? 0);
    to.message(4, new ProtobufWriter().number(1, at + 1).message(4, line));
    if (to.length > PIECE) yield to.taken();
  }
  if (interval !== undefined && interval > 0)
    to.message(11, type('space', 'bytes')).number(12, Math.round(interval));
  for (const text of texts.all) {
    to.text(6, text);
    if (to.length > PIECE) yield to.taken();
  }
  yield to.taken();
}

/** Texts by their row; the first is the empty one. */
class Texts {
  readonly all: string[] = [''];
  readonly #rows = new Map([['', 0]]);

  row(text: string): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.all.push(text) - 1;
      this.#rows.set(text, row);
    }
    return row;
  }
}

const PIECE = 1 << 20;
