import type { PathStep } from '../model/snapshot-rows.js';

/** The collection in a path that holds the objects, and how it is reached. */
export interface Container {
  /** Index in the steps. */
  readonly step: number;
  /** As one would write it: `R.buffer.tasks`, `sessions`. */
  readonly path: string;
  /** The last name in it. */
  readonly name: string;
}

/** In a path of one snapshot alone. */
const COLLECTION = /^(list|dict|set|deque|(\w+\.)*(deque|OrderedDict|defaultdict|Counter)|Array|Map|Set)$/;
/** Steps of the runtimes' own machinery, which nobody writes. */
const MACHINERY = /^(\(|module\b|system \/|global\b|ModuleWrap|Generator\b|Window\b)/;
const NAME = /^[.\s]*\[?"?(#?[A-Za-z_$][\w$]*)"?\]?$/;
/** Names of references that the runtime follows and nobody writes. */
const INNER = /^(\.?__dict__|table|elements|properties|context|previous|scope_info|\.?f_locals)$/;
/** By which the runtimes lead to what a program wrote: the way to it, and no part of its name. */
const ENGINE =
  /^\.?(timerListMap|_idleNext|_idlePrev|_onTimeout|_onImmediate|_timerArgs|_argv|bound_this|bound_function|reactions_or_result|__globals__|__self__|__func__)$/;
/** How Node hands the stores of AsyncLocalStorage from one callback to the next: by whatever leads there. */
const ASYNC_STORES = /^AsyncContextFrame$/;
const ASYNC_STORE = /kResourceStore/;

/**
 * The step that grew, where snapshots told; else the deepest collection above the last step that is entered by index
 * or key. Undefined where none has a name.
 */
export function containerOf(steps: readonly PathStep[], grew?: number): Container | undefined {
  if (grew !== undefined) {
    // The namespace of a class, a module, an object: what is in it was written there.
    if (/^\.?__dict__$/.test(steps[grew].edge)) return undefined;
    const names = namesTo(steps, grew);
    const name = names.at(-1);
    return name === undefined ? undefined : { step: grew, path: spoken(names), name };
  }
  for (let at = steps.length - 2; at > 0; at--) {
    const name = COLLECTION.test(steps[at].name) ? named(steps[at]) : undefined;
    if (name !== undefined) return { step: at, path: spoken(namesTo(steps, at)), name };
  }
  return undefined;
}

/** The last step up to `at` that is a variable of a function or module, as V8 tells them; -1 where none is. */
export function variableStep(steps: readonly PathStep[], at: number): number {
  return steps.findLastIndex(
    (step, index) => index <= at && step.edgeType === 'context' && named(step) !== undefined,
  );
}

/** The runtime’s own words for what a function closes over, in words that one would use. */
function spoken(names: readonly string[]): string {
  const cell = names.lastIndexOf(CELL);
  const closure = cell < 0 ? -1 : names.lastIndexOf(CLOSURE, cell);
  if (closure < 0) return names.join('.');
  const of = `the closure of ${names.slice(0, closure).join('.') || 'a function'}`;
  return cell === names.length - 1 ? of : `${names.slice(cell + 1).join('.')} in ${of}`;
}

/** CPython has the variables that a function closes over in a tuple of cells, without their names. */
const CLOSURE = '__closure__';
const CELL = 'cell_contents';

/** Who has the listeners that a step on the way holds, and for which event, as far as that has a name. */
export function emitterOf(
  steps: readonly PathStep[],
  at: number,
): { readonly emitter: string; readonly event?: string } | undefined {
  const listeners = steps.findLastIndex(({ edge }, row) => row <= at && LISTENERS_OF.test(edge));
  if (listeners < 1) return undefined;
  const names = namesTo(steps, listeners - 1);
  if (names.length === 0) return undefined;
  const event = /^\._events$/.test(steps[listeners].edge)
    ? eventNamed(steps[listeners + 1]?.edge)
    : undefined;
  return { emitter: spoken(names), ...(event !== undefined && { event }) };
}

/** Of Node’s emitters, and of its event targets. */
const LISTENERS_OF = /^\._events$|kEvents/;

const eventNamed = (edge = ''): string | undefined => /^(?:\.|\[")([^"\]]{1,60})/.exec(edge)?.[1];

/**
 * From the last variable on the way, or from what a function holds in one of no name: what leads to that is not what one
 * would write.
 */
function namesTo(steps: readonly PathStep[], at: number): readonly string[] {
  const store = steps.findLastIndex(
    ({ name, edge }, index) => index <= at && (ASYNC_STORES.test(name) || ASYNC_STORE.test(edge)),
  );
  const engine = steps.findLastIndex(({ edge }, index) => index < at && ENGINE.test(edge));
  const context = steps.findLastIndex(({ name }, index) => index < at && name === CONTEXT);
  const from = Math.max(0, store + 1, engine + 1, context + 1, variableStep(steps, at));
  const names = steps.slice(from, at + 1).flatMap((step, row) => {
    const name = MACHINERY.test(step.name) ? undefined : named(step);
    // One that has no name goes by its class, where nothing else is before it.
    if (name === undefined && row === 0 && from === context + 1 && CLASS.test(step.name)) return [step.name];
    return name === undefined ? [] : [name];
  });
  return store > 0 && store >= variableStep(steps, at) ? ['AsyncLocalStorage', ...names] : names;
}

/** What functions share of their variables, in V8. */
const CONTEXT = 'system / Context';
const CLASS = /^(?!(Object|Array|Map|Set|Function|Promise)$)[A-Z][\w$]*$/;

/** A namespace (`__dict__`) is a dict, but not one that a program fills by itself. */
function named({ edge, edgeType }: PathStep): string | undefined {
  const name = NAME.exec(edge)?.[1];
  return name === undefined || INNER.test(edge) || edgeType === 'internal' ? undefined : name;
}
