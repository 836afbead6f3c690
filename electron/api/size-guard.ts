import { enclosingName } from './enclosing-name.js';
import { literalPattern } from './literal-pattern.js';
import { MOST_LINE, type ProgramSources } from './program-sources.js';

/** A line that compares the size of a collection and then takes out, or does not put in: a bound, if it works. */
export interface SizeGuard {
  readonly file: string;
  readonly line: number;
  /** Whose size is compared: the collection itself, or one that is emptied with it. */
  readonly by: string;
  /** As far as the sources say it as a number. */
  readonly limit?: number;
}

/** Lines after the comparison that belong to it. */
const BLOCK = 4;
const TAKES_OUT =
  '(?:pop|popleft|popitem|shift|delete|discard|remove|clear|splice|flush|evict\\w*|prune\\w*|trim\\w*|drop\\w*|shrink\\w*)\\(|\\bdel\\s|\\.length\\s*=[^=]';

/**
 * A bound in the program's own words for a collection of that name. Equality is none: a size can skip it. `within`: in
 * a class of that name alone, where the collection is `self` or `this`.
 */
export function sizeGuard(
  sources: ProgramSources,
  container: string,
  within?: string,
): SizeGuard | undefined {
  if (!/^#?[\w$]+$/.test(container)) return undefined;
  const name = literalPattern(container);
  const compared =
    /(?:len\(\s*(?:[\w$]+\.)*(?<py>[\w$]+)\s*\)|(?<![\w$#])(?<js>#?[\w$]+)\.(?:length|size))\s*(?:<=?|>=?)\s*(?<limit>[\w$.#]+)/;
  const touched = new RegExp(
    `(?<![\\w$#])${name}(?![\\w$])(?:\\.${TAKES_OUT}|\\s*=(?!=)|\\.(?:append|push|add|set)\\(|\\[)|\\bdel\\s+[\\w$.]*${name}\\b`,
  );
  for (const file of sources.files()) {
    for (let row = 0; row < file.lines.length; row++) {
      const line = file.lines[row];
      const found = line.length <= MOST_LINE ? compared.exec(line)?.groups : undefined;
      if (!found || (within !== undefined && !inClass(file.lines, row, within))) continue;
      const by = found['py'] ?? found['js'];
      const block = [line.slice(line.search(compared)), ...blockAfter(file.lines, row)].join('\n');
      const own =
        by === container &&
        (new RegExp(TAKES_OUT).test(block) || /\b(return|raise|throw|break|continue)\b/.test(block));
      if (!own && !touched.test(block.replace(compared, ''))) continue;
      const limit = valueNamed(file.lines, row, found['limit']);
      return { file: file.path, line: row + 1, by, ...(limit !== undefined && { limit }) };
    }
  }
  return undefined;
}

/** What a bounded collection of a library is told when it is made. */
const BOUND_NAMES = 'max_?size|max|capacity|limit|max_?len|max_?keys|max_?entries|max_?items';
const BOUNDED_CLASSES = '\\w*(?:Cache|LRU|Lru|Ring|Bounded)\\w*';

/** A bound that is given where a collection of that name is made: `known = LRUCache(maxsize=900)`. */
export function madeBound(sources: ProgramSources, container: string): SizeGuard | undefined {
  if (!/^#?[\w$]+$/.test(container)) return undefined;
  const made = `(?<![\\w$#])${literalPattern(container)}\\s*(?::\\s*[\\w[\\], .|]+)?[=:]\\s*(?:await\\s+)?(?:new\\s+)?[\\w.]*`;
  const ways = [
    new RegExp(`${made}\\(.*?\\b(?:${BOUND_NAMES})\\s*[=:]\\s*(?<limit>[\\w$.#]+)`, 'i'),
    new RegExp(`${made}(?<![\\w])${BOUNDED_CLASSES}\\(\\s*(?<limit>\\d[\\d_]*)\\s*[,)]`),
  ];
  for (const file of sources.files())
    for (let row = 0; row < file.lines.length; row++) {
      const line = file.lines[row];
      if (line.length > MOST_LINE) continue;
      const expression = ways
        .map((way) => way.exec(line)?.groups?.['limit'])
        .find((found) => found !== undefined);
      const limit = expression === undefined ? undefined : valueNamed(file.lines, row, expression);
      if (limit !== undefined) return { file: file.path, line: row + 1, by: container, limit };
    }
  return undefined;
}

const inClass = (lines: readonly string[], row: number, name: string): boolean =>
  enclosingName(lines, row)?.split('.').includes(name) === true;

/** The lines within what a line begins, by their indentation. */
export function blockAfter(lines: readonly string[], row: number): readonly string[] {
  const indent = indentOf(lines[row]);
  const block: string[] = [];
  for (let at = row + 1; at < lines.length && block.length < BLOCK; at++) {
    if (lines[at].trim() === '') continue;
    if (indentOf(lines[at]) <= indent) break;
    block.push(lines[at]);
  }
  return block;
}

export const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A number, or a name that is given one: by assignment, as a parameter's default, or where the class is made. */
export function valueNamed(
  lines: readonly string[],
  row: number,
  expression: string,
  depth = 0,
): number | undefined {
  const number = numberOf(expression);
  if (number !== undefined) return number;
  const name = expression.split('.').at(-1) ?? '';
  if (depth > 2 || !/^#?[A-Za-z_$][\w$]*$/.test(name)) return undefined;
  const given = new RegExp(
    `(?<![\\w$#])${literalPattern(name)}\\s*(?::\\s*[\\w[\\]|]+\\s*)?=(?![=>])\\s*(?<value>#?[\\w$.]+)`,
  );
  for (const line of lines) {
    const value = line.length <= MOST_LINE ? given.exec(line)?.groups?.['value'] : undefined;
    if (value === undefined || value === expression) continue;
    const known = numberOf(value) ?? (value === name ? undefined : valueNamed(lines, row, value, depth + 1));
    if (known !== undefined) return known;
  }
  // An option by its name: `memoize(View, { max: 700 })`.
  const option = new RegExp(`[{,]\\s*${literalPattern(name)}\\s*:\\s*(?<value>\\d[\\d_]*)\\s*[,}]`);
  const options = lines.flatMap(
    (line) => (line.length <= MOST_LINE && option.exec(line)?.groups?.['value']) || [],
  );
  if (options.length === 1) return numberOf(options[0]);
  const ofClass = enclosingName(lines, row)?.split('.')[0];
  if (ofClass === undefined) return undefined;
  const made = new RegExp(`(?<![\\w$])${literalPattern(ofClass)}\\(\\s*(?<value>\\d[\\d_]*)\\s*\\)`);
  const values = lines.flatMap((line) => made.exec(line)?.groups?.['value'] ?? []);
  return values.length === 1 ? numberOf(values[0]) : undefined;
}

function numberOf(text: string): number | undefined {
  if (!/^\d[\d_]*(\.\d+)?(e\d+)?$/i.test(text)) return undefined;
  return Number(text.replaceAll('_', ''));
}
