import { z } from 'zod';
import type { OriginalPlace, OriginalPlaces } from '../../../shared/model/original-places.js';
import type { ScriptInfo } from '../inspection.js';
import { type CallOptions, callOn, type DevtoolsLink, type Params } from './devtools-link.js';

/** What tells where code was written. */
export interface Written {
  scripts(signal: AbortSignal): Promise<readonly ScriptInfo[]>;
  places(files: Iterable<string>): Promise<OriginalPlaces>;
}

/** Asked about one by one. */
const MOST_MAKERS = 300;
/** Characters of a class from its head: its constructor is looked for there. */
const LONGEST_HEAD = 20_000;

/**
 * Where the constructors among `makers`, a handle on an object with a list of them, were written, and what they were called
 * there: by the source maps of their scripts. Undefined for each whose script has none. Nothing is asked where no script has one.
 */
export async function writtenTypes(
  link: DevtoolsLink,
  makers: string,
  count: number,
  { scripts, places }: Written,
  options: CallOptions & { readonly signal: AbortSignal; readonly objectGroup: string },
): Promise<readonly (OriginalPlace | undefined)[]> {
  const mapped = new Map<string, string>();
  for (const { scriptId, url, sourceMapUrl } of await scripts(options.signal))
    if (sourceMapUrl !== undefined) mapped.set(String(scriptId), url);
  if (mapped.size === 0) return [];
  const found: (OriginalPlace | undefined)[] = [];
  for (let row = 0; row < Math.min(count, MOST_MAKERS); row++) {
    const begins = await beginOf(link, makers, row, options);
    const file = begins && mapped.get(begins.scriptId);
    found.push(begins && file !== undefined ? written(file, begins, await places([file])) : undefined);
  }
  return found;
}

/** Where V8 says that a function begins, from 0, and its text from there on or from before. */
interface Begin {
  readonly scriptId: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly head: string;
}

function written(file: string, begin: Begin, places: OriginalPlaces): OriginalPlace | undefined {
  const { line, column } = begin;
  const before = charactersToName(begin);
  const named = before === undefined ? undefined : places.of(file, line + 1, column - before + 1);
  if (named?.name !== undefined) return named;
  const place = places.of(file, line + 1, column + 1);
  return place && { file: place.file, line: place.line, column: place.column };
}

/** Undefined for what is native. */
async function beginOf(
  link: DevtoolsLink,
  makers: string,
  row: number,
  { objectGroup, ...options }: CallOptions & { readonly objectGroup: string },
): Promise<Begin | undefined> {
  const { result: maker } = await link.send<{ result: { objectId?: string; type?: string } }>(
    'Runtime.callFunctionOn',
    {
      ...{ objectId: makers, functionDeclaration: 'function (n) { return this.makers[n]; }' },
      ...{ arguments: [{ value: row }], silent: true, objectGroup },
    },
    options,
  );
  if (maker.objectId === undefined || maker.type !== 'function') return undefined;
  const { internalProperties = [] } = await link.send<{ internalProperties?: readonly Params[] }>(
    'Runtime.getProperties',
    { objectId: maker.objectId, ownProperties: true },
    options,
  );
  const location = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.['value'];
  const { data } = LOCATION.safeParse(location);
  if (!data) return undefined;
  const text = await callOn(link, maker.objectId, HEAD, [LONGEST_HEAD], options).catch(() => undefined);
  const { data: [name, head] = ['', ''] } = NAME_AND_HEAD.safeParse(text);
  const { scriptId, lineNumber: line, columnNumber: column } = data.value;
  return { scriptId, line, column, name, head };
}

const at = z.number().int().min(0);
const LOCATION = z.object({ value: z.object({ scriptId: z.string(), lineNumber: at, columnNumber: at }) });
const NAME_AND_HEAD = z.tuple([z.string().max(1000), z.string().max(LONGEST_HEAD)]);
const HEAD = `function (most) {
  return [Object.getOwnPropertyDescriptor(this, 'name').value, Function.prototype.toString.call(this).slice(0, most)];
}`;

/**
 * From its name to where V8 says that it begins: at its parameters, and of a class at its constructor's, or where it has
 * none at the word `class`. Undefined where they are on two lines, as no minifier leaves them.
 */
function charactersToName({ head, name }: Begin): number | undefined {
  const making = /(?<![\w$.#'"`])constructor\s*(?=\()/.exec(head);
  const isClass = /^class\b/.test(head);
  const begin = !isClass ? head.indexOf('(') : making ? making.index + making[0].length : 0;
  const own = /^(?:class|(?:async\s+)?function\s*\*?)\s+/.exec(head)?.[0].length;
  const called = own !== undefined && head.startsWith(name, own);
  // A minified one that has no name of its own: `t=class{`.
  const nameAt = called ? own : -1 - name.length;
  return begin < 0 || name === '' || head.slice(0, begin).includes('\n') ? undefined : begin - nameAt;
}
