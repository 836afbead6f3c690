import { Failure } from '../../../shared/base/failure.js';
import type { Neighbours } from '../../../shared/model/live-objects.js';
import { type Inspection, type ScriptInfo, type ScriptSource, SOURCE_LIMIT } from '../inspection.js';
import { type CallOptions, callOn, type DevtoolsLink, type Params } from './devtools-link.js';
import { LiveHeap } from './live-heap.js';
import { isOwn } from './own-frames.js';

const LIMIT = 60_000;
const MOST_SCRIPTS = 50_000;
const MOST_CLASSES = 16;
const GROUP = 'leakscope-instances';

/** Over the protocol; nothing stays in the target between two questions. */
export class LinkInspection implements Inspection {
  constructor(private readonly link: () => DevtoolsLink) {}

  async countInstances(className: string, signal: AbortSignal): Promise<number> {
    let count = 0;
    await this.#instances(className, signal, async (link, found, options) => {
      count += await callOn<number>(link, found, COUNT, [], options);
    });
    return count;
  }

  async holdersOf(className: string, most: number, signal: AbortSignal): Promise<readonly Neighbours[]> {
    const heap = new LiveHeap(this.link);
    const found: Neighbours[] = [];
    await this.#instances(className, signal, async (link, instances, options) => {
      const list = required(await call(link, instances, INSTANCES, [most - found.length], options));
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
      const prototypes = required(await call(link, every, PROTOTYPES_OF, [className], options));
      // Each a handle: only the target can hold them, for objects do not travel.
      for (let index = 0; index < MOST_CLASSES; index++) {
        const prototype = await call(link, prototypes, 'function (n) { return this[n]; }', [index], options);
        if (prototype === undefined) break;
        await work(link, await query(link, prototype, options), options);
      }
    } finally {
      const quick = { limit: 1000 };
      await link.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }, quick).catch(() => undefined);
    }
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
    const unlisten = link.onEvent((method, params) => {
      if (method !== 'Debugger.scriptParsed' || scripts.length >= MOST_SCRIPTS) return;
      const script = scriptOf(params);
      if (!isOwn(script.url)) scripts.push(script);
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

/** Prototypes of derived classes have the class in their chain too, and are no instances. */
const IS_INSTANCE = `(one) => {
  const maker = Object.getOwnPropertyDescriptor(one, 'constructor');
  const made = maker && typeof maker.value === 'function' && Object.getOwnPropertyDescriptor(maker.value, 'prototype');
  return !made || made.value !== one;
}`;

const COUNT = `function () {
  const isInstance = ${IS_INSTANCE};
  let count = 0;
  for (const one of this) if (isInstance(one)) count++;
  this.length = 0;
  return count;
}`;

/** The last first. */
const INSTANCES = `function (most) {
  const isInstance = ${IS_INSTANCE}, found = [];
  for (let n = 0; n < this.length && found.length < most; n++) if (isInstance(this[n])) found.unshift(this[n]);
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
  args: readonly unknown[],
  options: CallOptions,
): Promise<string | undefined> {
  const params = {
    ...{ objectId, functionDeclaration: body, silent: true, objectGroup: GROUP },
    arguments: args.map((value) => ({ value })),
  };
  const { result } = await link.send<{ result: Handle }>('Runtime.callFunctionOn', params, options);
  return result.objectId;
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
