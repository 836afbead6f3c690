import type { CallTree } from '../../../shared/model/call-tree.js';
import { callName } from './call-figures.js';

/** One line a call with bytes of its own: names from the outermost, by `;`, then its bytes. */
export function foldedCalls(tree: CallTree): string {
  const lines: string[] = [];
  for (let row = 0; row < tree.length; row++) {
    const bytes = Math.round(tree.self[row]);
    if (bytes <= 0) continue;
    const names: string[] = [];
    for (let at = row; at >= 0; at = tree.parent[at])
      names.push(callName(tree, tree.frame[at], 300).replace(/;/g, ':'));
    lines.push(`${names.reverse().join(';')} ${bytes}`);
  }
  return lines.join('\n');
}
