import type { Finding } from '../../../shared/api/findings.js';
import { printable } from '../../../shared/base/printable.js';

/** Where a finding points: `store.mjs:42`, without its folders where the name is long. */
export function placeText({ location }: Finding, whole = false): string | undefined {
  if (!location) return undefined;
  const file = whole ? location.file : (location.file.split(/[\\/]/).at(-1) ?? location.file);
  return `${printable(file, 300)}:${location.line}`;
}
