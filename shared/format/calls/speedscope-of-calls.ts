import { callChildren, NO_CALL } from '../../model/call-children.js';
import type { CallTree } from '../../model/call-tree.js';
import type { ExportFacts } from './calls-as.js';

/**
 * speedscope's file, evented: every call opens, its callees come, then its own weight, and it closes. A comparison is two
 * profiles of one file, now and the base.
 */
export function* speedscopeOfCalls(tree: CallTree, { name, unit }: ExportFacts): Iterable<string> {
  const { frames } = tree;
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"leakscope","name":${JSON.stringify(name)}`;
  yield ',"activeProfileIndex":0,"shared":{"frames":[';
  for (let at = 0; at < frames.length; at++) {
    const file = frames.file[at] === '' ? '' : `,"file":${JSON.stringify(frames.file[at])}`;
    const line = frames.line[at] > 0 ? `,"line":${frames.line[at]}` : '';
    const column = frames.column && frames.column[at] > 0 ? `,"col":${frames.column[at]}` : '';
    yield `${at > 0 ? ',' : ''}{"name":${JSON.stringify(frames.name[at] || '(anonymous)')}${file}${line}${column}}`;
  }
  yield ']},"profiles":[';
  yield* profileOf(tree, tree.self, name, unit);
  if (tree.baseSelf) {
    yield ',';
    yield* profileOf(tree, tree.baseSelf, `${name} (base)`, unit);
  }
  yield ']}';
}

function* profileOf(
  { length, parent, frame }: CallTree,
  self: Float64Array,
  name: string,
  unit: ExportFacts['unit'],
): Iterable<string> {
  let end = 0;
  for (let row = 0; row < length; row++) end += Math.max(0, self[row]);
  yield `{"type":"evented","name":${JSON.stringify(name)},"unit":"${unit === 'bytes' ? 'bytes' : 'none'}"`;
  yield `,"startValue":0,"endValue":${end},"events":[`;
  const { first, next } = callChildren(parent);
  let at = 0;
  let comma = '';
  for (let row = first[length]; row !== NO_CALL; ) {
    yield `${comma}{"type":"O","frame":${frame[row]},"at":${at}}`;
    comma = ',';
    if (first[row] !== NO_CALL) {
      row = first[row];
      continue;
    }
    for (;;) {
      at += Math.max(0, self[row]);
      yield `,{"type":"C","frame":${frame[row]},"at":${at}}`;
      if (next[row] !== NO_CALL) {
        row = next[row];
        break;
      }
      row = parent[row];
      if (row < 0) break;
    }
  }
  yield ']}';
}
