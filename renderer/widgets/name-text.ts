import { printable } from '../../shared/base/printable.js';
import type { CellText } from './cell-text.js';

/** What `Name` shows, for a cell that has nothing else: text from a target, in its own direction, escaped, cut. */
export const nameText = (text: string, limit: number, className = ''): CellText => ({
  text: printable(text, limit),
  title: text.length > 24 ? printable(text, 1000) : undefined,
  className: `from-target ${className}`,
});
