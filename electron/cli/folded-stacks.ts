import type { AllocationTree } from '../../shared/model/allocation-tree.js';

/** One line a stack, `outer;inner bytes`, as flame graph tools read it. Stacks that shrank or hold nothing are left out. */
export function foldedStacks({ nodes }: AllocationTree): readonly string[] {
  const stacks: string[] = [];
  const lines: string[] = [];
  for (const node of nodes) {
    const { parent, line, self } = node;
    const file = node.file === '' ? '' : ` (${node.file}${line > 0 ? `:${line}` : ''})`;
    const frame = clean((node.function || '(anonymous)') + file);
    const stack = parent < 0 ? frame : `${stacks[parent]};${frame}`;
    stacks.push(stack);
    if (Math.round(self) > 0) lines.push(`${stack} ${Math.round(self)}`);
  }
  return lines;
}

/** `;` ends a frame and a line break a stack. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names come from the target
const clean = (text: string): string => text.replace(/[;\x00-\x1f\x7f]/g, '_');
