import type { CallTree } from '../../model/call-tree.js';

/**
 * One line a stack, `outer (file:line);inner (file:line) WEIGHT`, as flame graph tools read it. What weighs nothing is left
 * out. In a comparison there are two weights, the base's first, as `difffolded.pl` writes them.
 */
export function* foldedOfCalls({
  length,
  parent,
  frame,
  self,
  baseSelf,
  frames,
}: CallTree): Iterable<string> {
  const names = frames.name.map((name, at) => frameText(name, frames.file[at], frames.line[at]));
  const path: string[] = [];
  for (let row = 0; row < length; row++) {
    const now = Math.max(0, Math.round(self[row]));
    const before = baseSelf ? Math.max(0, Math.round(baseSelf[row])) : 0;
    if (now === 0 && before === 0) continue;
    path.length = 0;
    for (let call = row; call >= 0; call = parent[call]) path.push(names[frame[call]]);
    yield `${path.reverse().join(';')} ${baseSelf ? `${before} ` : ''}${now}\n`;
  }
}

function frameText(name: string, file: string, line: number): string {
  const place = file === '' ? '' : ` (${file}${line > 0 ? `:${line}` : ''})`;
  return clean((name || '(anonymous)') + place);
}

/** `;` ends a frame and a line break a stack. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names come from the target
const clean = (text: string): string => text.replace(/[;\x00-\x1f\x7f]/g, '_');
