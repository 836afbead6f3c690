import { literalPattern } from './literal-pattern.js';
import { MOST_LINE, type ProgramSources } from './program-sources.js';

export interface AgedRemoval {
  readonly line: number;
  /** It is in a loop over all of them: what nobody asks for again goes, too. */
  readonly swept?: true;
  /** Milliseconds that an entry stays, where the sources say so as numbers. */
  readonly lifetime?: number;
}

/** A line that takes out of a collection of that name what is old: it may fill for as long as that is. */
export function agedRemoval(sources: ProgramSources, container: string): AgedRemoval | undefined {
  if (!/^#?[\w$]+$/.test(container)) return undefined;
  const name = `(?<![\\w$#])${literalPattern(container)}(?![\\w$])`;
  const removes = new RegExp(
    `${name}\\??\\.(?:pop|popleft|popitem|shift|delete|discard|remove|splice)\\(|\\bdel(?:ete)?\\s+[\\w$.#]*${name}\\[|\\bheappop\\([\\w.]*${name}|${name}\\s*=\\s*(?:\\[|\\{|[\\w$.#]*${literalPattern(container)}\\.filter)`,
  );
  for (const { path, lines } of sources.files())
    for (let row = 0; row < lines.length; row++) {
      if (lines[row].length > MOST_LINE || !removes.test(lines[row])) continue;
      const near = lines.slice(Math.max(0, row - 2), row + 1);
      if (!OF_AGE.test(near.join('\n'))) continue;
      const lifetime = lifetimeOf(lines, near, /\.pyw?$/.test(path) ? 1000 : 1);
      return {
        line: row + 1,
        ...(SWEEPS.test(near.join('\n')) && { swept: true }),
        ...(lifetime !== undefined && { lifetime }),
      };
    }
  return undefined;
}

/** What is compared when the old is told from the new. */
const OF_AGE =
  /(?:(?<![A-Za-z])now(?![A-Za-z])|monotonic|Date\.now|ttl|expir|\buntil\b|max_?age|deadline|cutoff|\bolder\b).*[<>]|[<>].*(?:(?<![A-Za-z])now(?![A-Za-z])|monotonic|ttl|expir|\buntil\b|max_?age|deadline|cutoff)/i;

const SWEEPS = /\b(?:for|while)\b|\.(?:filter|forEach)\(/;
const CLOCK =
  '(?:(?:Date|performance)\\.now\\(\\)|(?:time\\.)?(?:time|monotonic|perf_counter)\\(\\)|(?<![\\w$.])now(?:\\(\\))?)';
const PRODUCT = '(?<product>[\\w$.#]+(?:\\s*\\*\\s*[\\w$.#]+)*)';
/** When it ends: `now + LIFETIME`. */
const ENDS = new RegExp(`${CLOCK}\\s*\\+\\s*${PRODUCT}`, 'g');
/** How old it is: `now - at > LIFETIME`, `at < now - LIFETIME`. */
const OLD = new RegExp(
  `${CLOCK}\\s*-\\s*[\\w$.#[\\]]+\\s*>=?\\s*${PRODUCT}|<=?\\s*${CLOCK}\\s*-\\s*${PRODUCT.replace('product', 'before')}`,
  'g',
);

/** The longest that is written there; undefined where one of them is no number. */
function lifetimeOf(lines: readonly string[], near: readonly string[], unit: number): number | undefined {
  const text = lines.filter((line) => line.length <= MOST_LINE).join('\n');
  const old = [...near.join('\n').matchAll(OLD)].map(
    ({ groups }) => groups?.['product'] ?? groups?.['before'],
  );
  const written = old.length > 0 ? old : [...text.matchAll(ENDS)].map(({ groups }) => groups?.['product']);
  const times = written.map((expression = '') => productOf(text, expression));
  if (times.length === 0 || times.some((time) => time === undefined)) return undefined;
  return Math.max(...times.map((time = 0) => time)) * unit;
}

const MOST_DEPTH = 3;

/** `15 * 60_000`, or a name that is given such a product. */
function productOf(text: string, expression: string, depth = 0): number | undefined {
  let product = 1;
  for (const factor of expression.split('*').map((word) => word.trim())) {
    const number = /^\d[\d_]*(\.\d+)?(e\d+)?$/i.test(factor) ? Number(factor.replaceAll('_', '')) : undefined;
    const value = number ?? (depth < MOST_DEPTH ? named(text, factor, depth) : undefined);
    if (value === undefined) return undefined;
    product *= value;
  }
  return product;
}

function named(text: string, expression: string, depth: number): number | undefined {
  const name = expression.split('.').at(-1) ?? '';
  if (!/^#?[A-Za-z_$][\w$]*$/.test(name)) return undefined;
  const given = new RegExp(
    `(?<![\\w$#])${literalPattern(name)}\\s*(?::\\s*(?:int|float|number)\\s*)?[=:](?![=>])\\s*${PRODUCT}`,
    'g',
  );
  for (const { groups } of text.matchAll(given)) {
    const value = groups?.['product'] ?? '';
    const known = value === expression || value === name ? undefined : productOf(text, value, depth + 1);
    if (known !== undefined) return known;
  }
  return undefined;
}
