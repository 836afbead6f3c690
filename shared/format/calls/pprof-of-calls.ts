import type { CallTree } from '../../model/call-tree.js';
import type { ExportFacts } from './calls-as.js';
import { ProtobufWriter } from './protobuf-writer.js';

/**
 * pprof: objects and bytes in use, one sample a call that has any, one location a frame; of a comparison the base's too,
 * below zero and labelled, as `pprof -diff_base` writes them. To be zipped by the writer of the file. Format: https://github.com/google/pprof/blob/main/proto/profile.proto.
 */
export function* pprofOfCalls(tree: CallTree, { unit, interval }: ExportFacts): Iterable<Uint8Array> {
  const { length, parent, frame, self, count, baseSelf, baseCount, frames } = tree;
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
    const now = figures(unit, self[row], count[row], 1);
    const base = baseSelf ? figures(unit, baseSelf[row], baseCount?.[row] ?? 0, -1) : [];
    if (!now.some(Boolean) && !base.some(Boolean)) continue;
    const path: number[] = [];
    for (let call = row; call >= 0; call = parent[call]) path.push(frame[call] + 1);
    if (now.some(Boolean)) to.message(2, new ProtobufWriter().numbers(1, path).numbers(2, now));
    if (base.some(Boolean)) {
      const label = new ProtobufWriter().number(1, texts.row('pprof::base')).number(2, texts.row('true'));
      to.message(2, new ProtobufWriter().numbers(1, path).numbers(2, base).message(3, label));
    }
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

function figures(unit: ExportFacts['unit'], self: number, count: number, sign: 1 | -1): readonly number[] {
  const weight = sign * Math.max(0, Math.round(self));
  return unit === 'bytes' ? [sign * Math.max(0, Math.round(count)), weight] : [weight];
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
