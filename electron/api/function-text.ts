/** Longer functions are not read to their end. */
const MOST = 20_000;
const OPEN = '([{';
const CLOSE = ')]}';

/**
 * The text of a function that begins at a line (from 1) and a column (from 0), where V8 says so: at its parameters.
 * By brackets outside of strings and comments, which is enough to see which names it uses.
 */
export function functionText(lines: readonly string[], line: number, column: number): string {
  const text = [(lines[line - 1] ?? '').slice(column), ...lines.slice(line, line + 500)]
    .join('\n')
    .slice(0, MOST);
  let depth = 0;
  let body = false;
  for (let at = 0; at < text.length; at++) {
    const skipped = skip(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const character = text[at];
    if (text.startsWith('=>', at)) body = true;
    if (OPEN.includes(character)) {
      depth++;
      // `(a) {` of a function or a method: its body begins.
      if (character === '{' && depth === 1) body = true;
    } else if (CLOSE.includes(character)) {
      if (--depth < 0) return text.slice(0, at);
      if (depth === 0 && body && character === '}') return text.slice(0, at + 1);
    } else if (depth === 0 && body && (character === ',' || character === ';')) return text.slice(0, at);
  }
  return text;
}

/** The last character of the string or comment that begins here; `at` where none does. */
function skip(text: string, at: number): number {
  const end = (mark: string): number => {
    const found = text.indexOf(mark, at + 2);
    return found < 0 ? text.length : found + mark.length - 1;
  };
  if (text.startsWith('//', at)) return end('\n');
  if (text.startsWith('/*', at)) return end('*/');
  const quote = text[at];
  if (quote !== "'" && quote !== '"') return at;
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === '\\') next++;
    else if (text[next] === quote || text[next] === '\n') return next;
  }
  return text.length;
}
