import { Failure } from '../../../shared/base/failure.js';
import type { Neighbours } from '../../../shared/model/live-objects.js';
import { type Inspection, type ScriptInfo, type ScriptSource, SOURCE_LIMIT } from '../inspection.js';
import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import { LiveHeap } from './live-heap.js';
import { IS_INSTANCE } from './live-heap-programs.js';
import { prototypesWrittenAs } from './minified-classes.js';
import { type Argument, nodeTypes } from './node-types.js';
import { isOwn } from './own-frames.js';
import type { Written } from './written-types.js';

const LIMIT = 60_000;
const MOST_SCRIPTS = 50_000;
/** Characters of all maps that scripts carry in themselves; of further scripts they are not told. */
const MOST_OF_MAPS = 256 << 20;
const MOST_CLASSES = 16;
const GROUP = 'leakscope-instances';

/** Over the protocol; nothing stays in the target between two questions. */
export class LinkInspection implements Inspection {
  constructor(
    private readonly link: () => DevtoolsLink,
    /** Where scripts say that their code was written. */
    private readonly places?: Written['places'],
  ) {}

  async countInstances(className: string, signal: AbortSignal): Promise<number> {
    let count = 0;
    await this.#instances(className, signal, async (link, found, options) => {
      const types = await nodeTypes(link, GROUP, options);
      count += Number((await called(link, found, COUNT, [types], options)).value) || 0;
    });
    return count;
  }

  async holdersOf(className: string, most: number, signal: AbortSignal): Promise<readonly Neighbours[]> {
    const heap = new LiveHeap(this.link);
    const found: Neighbours[] = [];
    await this.#instances(className, signal, async (link, instances, options) => {
      const args = [{ value: most - found.length }, await nodeTypes(link, GROUP, options)];
      const list = required(await call(link, instances, INSTANCES, args, options));
      while (found.length < most) {
        const one = await call(link, list, 'function () { return this.pop(); }', [], options);
        if (one === undefined) break;
        found.push(await heap.referrersOf(one, signal));
      }
    });
    return found;
  }

  /** Gives `work` what has a prototype of that name in its chain, a list for each prototype. */
  async #instances(
    className: string,
    signal: AbortSignal,
    work: (link: DevtoolsLink, found: string, options: CallOptions) => Promise<void>,
  ): Promise<void> {
    const link = this.link();
    const options = { limit: LIMIT, signal };
    try {
      const every = await query(link, await functionPrototype(link, options), options);
      const prototypes = required(await call(link, every, PROTOTYPES_OF, [{ value: className }], options));
      let none = true;
      // Each a handle: only the target can hold them, for objects do not travel.
      for (let index = 0; index < MOST_CLASSES; index++) {
        const prototype = await call(
          link,
          prototypes,
          'function (n) { return this[n]; }',
          [{ value: index }],
          options,
        );
        if (prototype === undefined) break;
        none = false;
        await work(link, await query(link, prototype, options), options);
      }
      if (!none) return;
      for (const prototype of await this.#minified(link, className, options))
        await work(link, await query(link, prototype, options), options);
    } finally {
      const quick = { limit: 1000 };
      await link.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }, quick).catch(() => undefined);
    }
  }

  /** Those that are called so in the sources alone. */
  async #minified(
    link: DevtoolsLink,
    className: string,
    options: CallOptions & { readonly signal: AbortSignal },
  ): Promise<readonly string[]> {
    const { places } = this;
    if (!places) return [];
    const written = { scripts: (signal: AbortSignal) => this.scripts(signal), places };
    const top = { expression: 'Object.prototype', silent: true, objectGroup: GROUP };
    const { result } = await link.send<{ result: Handle }>('Runtime.evaluate', top, options);
    const everything = await query(link, required(result.objectId), options);
    const types = await nodeTypes(link, GROUP, options);
    const asked = { className, everything, types, written, objectGroup: GROUP };
    return (await prototypesWrittenAs(link, asked, options)).slice(0, MOST_CLASSES);
  }

  scripts(signal: AbortSignal): Promise<readonly ScriptInfo[]> {
    return this.#debugging(signal, async (_, scripts) => scripts);
  }

  source(scriptId: number, signal: AbortSignal): Promise<ScriptSource> {
    return this.#debugging(signal, async (link) => {
      const options = { limit: LIMIT, signal };
      const { scriptSource } = await link
        .send<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId: String(scriptId) }, options)
        .catch((error: unknown) => {
          throw error instanceof Failure
            ? error
            : new Failure('no-script', `There is no script ${scriptId}.`);
        });
      return { text: scriptSource.slice(0, SOURCE_LIMIT), cut: scriptSource.length > SOURCE_LIMIT };
    });
  }

  /** The debugger is on for a moment only, and told to stop nowhere: a `debugger` statement would halt the program. */
  async #debugging<Answer>(
    signal: AbortSignal,
    work: (link: DevtoolsLink, scripts: readonly ScriptInfo[]) => Promise<Answer>,
  ): Promise<Answer> {
    const link = this.link();
    const options = { limit: LIMIT, signal };
    const scripts: ScriptInfo[] = [];
    let left = MOST_OF_MAPS;
    const unlisten = link.onEvent((method, params) => {
      if (method !== 'Debugger.scriptParsed' || scripts.length >= MOST_SCRIPTS) return;
      const { sourceMapUrl = '', ...script } = scriptOf(params);
      if (isOwn(script.url)) return;
      left -= sourceMapUrl.length;
      scripts.push(sourceMapUrl !== '' && left >= 0 ? { ...script, sourceMapUrl } : script);
    });
    try {
      await Promise.all([
        link.send('Debugger.enable', {}, options),
        link.send('Debugger.setSkipAllPauses', { skip: true }, options),
      ]);
      return await work(link, scripts);
    } finally {
      unlisten();
      await link.send('Debugger.disable', {}, { limit: LIMIT }).catch(() => undefined);
    }
  }
}

/** Prototypes of the functions of that name. Asks nothing that could run code of the program: proxies and getters are passed by. */
const PROTOTYPES_OF = `function (name) {
  const own = Object.getOwnPropertyDescriptor, found = new Set();
  for (const one of this) {
    if (typeof one !== 'function') continue;
    let title, prototype;
    try { title = own(one, 'name'); prototype = own(one, 'prototype'); } catch { continue; }
    if (title && title.value === name && prototype && prototype.value && typeof prototype.value === 'object')
      found.add(prototype.value);
  }
  this.length = 0;
  return [...found];
}`;

const COUNT = `function (types) {
  const isInstance = ${IS_INSTANCE}, isProxy = types ? types.isProxy : () => false;
  let count = 0;
  for (const one of this) if (isInstance(one, isProxy)) count++;
  this.length = 0;
  return count;
}`;

/** The last first. */
const INSTANCES = `function (most, types) {
  const isInstance = ${IS_INSTANCE}, isProxy = types ? types.isProxy : () => false, found = [];
  for (let n = 0; n < this.length && found.length < most; n++) if (isInstance(this[n], isProxy)) found.unshift(this[n]);
  this.length = 0;
  return found;
}`;

interface Handle {
  readonly objectId?: string;
}

async function query(link: DevtoolsLink, prototypeObjectId: string, options: CallOptions): Promise<string> {
  const params = { prototypeObjectId, objectGroup: GROUP };
  const { objects } = await link.send<{ objects: Handle }>('Runtime.queryObjects', params, options);
  return required(objects.objectId);
}

async function functionPrototype(link: DevtoolsLink, options: CallOptions): Promise<string> {
  const params = { expression: 'Function.prototype', silent: true, objectGroup: GROUP };
  const { result } = await link.send<{ result: Handle }>('Runtime.evaluate', params, options);
  return required(result.objectId);
}

function required(handle: string | undefined): string {
  if (handle === undefined) throw new Failure('no-answer', 'The target gave no objects.', 'Try again.');
  return handle;
}

/** A handle on what a function answers; undefined where it answers no object. */
async function call(
  link: DevtoolsLink,
  objectId: string,
  body: string,
  args: readonly Argument[],
  options: CallOptions,
): Promise<string | undefined> {
  return (await called(link, objectId, body, args, options)).objectId;
}

async function called(
  link: DevtoolsLink,
  objectId: string,
  body: string,
  args: readonly Argument[],
  options: CallOptions,
): Promise<Handle & { readonly value?: unknown }> {
  const { result, exceptionDetails } = await link.send<{ result: Handle; exceptionDetails?: unknown }>(
    'Runtime.callFunctionOn',
    { objectId, functionDeclaration: body, arguments: args, silent: true, objectGroup: GROUP },
    options,
  );
  if (exceptionDetails !== undefined)
    throw new Failure(
      'no-answer',
      'The target could not look for objects.',
      'Take a snapshot: it shows them.',
    );
  return result;
}

function scriptOf(params: Params): ScriptInfo {
  const sourceMapUrl = String(params['sourceMapURL'] ?? '');
  return {
    scriptId: Number(params['scriptId']),
    url: String(params['url'] ?? '').slice(0, 4096),
    lines: Number(params['endLine'] ?? 0) + 1,
    ...(sourceMapUrl !== '' && sourceMapUrl.length <= SOURCE_LIMIT && { sourceMapUrl }),
  };
}
