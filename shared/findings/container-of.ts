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

const COLLECTION = /^(list|dict|set|deque|(\w+\.)*(deque|OrderedDict|defaultdict|Counter)|Array|Map|Set)$/;
/** Steps of the runtimes' own machinery, which nobody writes. */
const MACHINERY = /^(\(|module\b|system \/|global\b|ModuleWrap|Generator\b|Window\b)/;
const NAME = /^[.\s]*\[?"?([A-Za-z_$][\w$]*)"?\]?$/;

/** The deepest collection above the last step that is entered by index or key. Undefined where none is. */
export function containerOf(steps: readonly PathStep[]): Container | undefined {
  for (let at = steps.length - 2; at > 0; at--) {
    if (!COLLECTION.test(steps[at].name)) continue;
    const nameAt = named(steps, at);
    if (nameAt === undefined) continue;
    const names = steps.slice(0, at + 1).flatMap((step) => {
      const name = NAME.exec(step.edge)?.[1];
      return name && !MACHINERY.test(step.name) && step.edgeType !== 'internal' && !/^__dict__$/.test(name)
        ? [name]
        : [];
    });
    return { step: at, path: names.join('.'), name: nameAt };
  }
  return undefined;
}

/** A namespace (`__dict__`) is a dict, but not one that a program fills by itself. */
function named(steps: readonly PathStep[], at: number): string | undefined {
  const name = NAME.exec(steps[at].edge)?.[1];
  return name === '__dict__' || steps[at].edgeType === 'internal' ? undefined : name;
}
