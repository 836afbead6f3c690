import { printable } from '../../shared/base/printable.js';
import { objectId } from './object-id.js';

interface Step {
  readonly edge: string;
  readonly edgeType: string;
  readonly name: string;
  readonly id?: number;
}

/** How a step hangs on the one above: `.buffer`, `[3]`, `['tasks']`, `closure self`. */
export function edgeText({ edge, edgeType }: Pick<Step, 'edge' | 'edgeType'>): string {
  const name = printable(edge, 80);
  // Named by the engine as source code would: nothing to add.
  if (/^[.[]/.test(name)) return name;
  switch (edgeType) {
    case 'element':
      return `[${name}]`;
    case 'property':
    case 'attribute':
      return /^[A-Za-z_$][\w$]*$/.test(edge) ? `.${name}` : `['${name}']`;
    case 'key':
    case 'index':
      return `[${name}]`;
    case 'context':
      return `closure ${name}`;
    case 'internal':
    case 'hidden':
      return name === '' ? '(internal)' : `(${name})`;
    case 'weak':
      return `weak ${name}`;
    default:
      return name === '' ? edgeType : name;
  }
}

/** A retaining path as lines of plain text, root first. */
export function pathText(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      const name = printable(step.name, 200);
      const id = step.id === undefined ? '' : ` ${objectId(step.id)}`;
      return index === 0 ? `${name}${id}` : `${'  '.repeat(index)}${edgeText(step)} → ${name}${id}`;
    })
    .join('\n');
}
