import { z } from 'zod';
import type { ManagedFrame, ManagedThread } from '../../../shared/model/managed-thread.js';
import { pauseFor } from '../time-limit.js';
import type { DevtoolsLink } from './devtools-link.js';
import { isOwn } from './own-frames.js';

/** How long an isolate is looked at, ms; how often, µs. */
const LOOK = 50;
const EVERY = 1000;
const LIMIT = 5000;
/** One of so many samples is much. */
const MUCH = 5;

/**
 * Where one isolate is, by V8's sampling CPU profiler: no code of the program's is run and it stops nowhere. The stack
 * that most of some fifty samples have is taken for where it is; the line is that of the innermost function's own samples,
 * of the others where they begin. An isolate that only waits has no frames. Measured on Node 24: to begin V8 goes through its
 * heap, 17 ms of the isolate's time and 0.3 ms more for each MB.
 */
export async function sampledStack(
  link: DevtoolsLink,
  thread: Pick<ManagedThread, 'name' | 'daemon'> & { readonly id?: number },
  signal: AbortSignal,
): Promise<ManagedThread> {
  const options = { limit: LIMIT, signal };
  await link.send('Profiler.enable', {}, options);
  try {
    await link.send('Profiler.setSamplingInterval', { interval: EVERY }, options);
    await link.send('Profiler.start', {}, options);
    await pauseFor(LOOK, signal);
    const { profile } = answer.parse(await link.send('Profiler.stop', {}, options));
    const frames = mostSeen(profile);
    return { ...thread, ...(frames.length === 0 && { waitsFor: 'events of its loop' }), frames };
  } finally {
    // Ends a profiling that was begun, too.
    await link.send('Profiler.disable', {}, { limit: LIMIT }).catch(() => undefined);
  }
}

const whole = z.number().int();
const node = z.object({
  id: whole,
  callFrame: z.object({
    functionName: z.string(),
    url: z.string(),
    lineNumber: whole,
  }),
  hitCount: whole.optional(),
  children: z.array(whole).optional(),
  positionTicks: z.array(z.object({ line: whole, ticks: whole })).optional(),
});
const answer = z.object({ profile: z.object({ nodes: z.array(node).max(200_000) }) });
type Profile = z.infer<typeof answer>['profile'];
type Node = z.infer<typeof node>;

/** Outermost first; empty where no sample was in the program's code. */
export function mostSeen({ nodes }: Profile): readonly ManagedFrame[] {
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const parents = new Map<number, Node>();
  for (const one of nodes) for (const child of one.children ?? []) parents.set(child, one);
  const stackOf = (leaf: Node): readonly Node[] => {
    const stack: Node[] = [];
    for (let at: Node | undefined = leaf; at && stack.length < nodes.length; at = parents.get(at.id))
      stack.push(at);
    return stack.reverse();
  };
  const ours = (one: Node): boolean => isOwn(one.callFrame.url);
  const all = nodes.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);
  const [best] = nodes
    .filter((one) => (one.hitCount ?? 0) > 0 && byId.has(one.id))
    .map((one) => ({ hits: one.hitCount ?? 0, stack: stackOf(one) }))
    // `(root)`, `(idle)`, `(program)`, `(garbage collector)` alone say nothing of the program's code.
    .filter(({ stack }) => stack.some((one) => !isSynthetic(one)) && !stack.some(ours))
    // Node's own code below nobody's also handles our questions: it counts where it is much of the time.
    .filter(({ hits, stack }) => !stack.every(isInternal) || hits * MUCH > all)
    .sort((a, b) => b.hits - a.hits);
  return (best?.stack ?? []).filter((one) => !isSynthetic(one)).map(frameOf);
}

const isSynthetic = ({ callFrame: { functionName, url } }: Node): boolean =>
  url === '' && /^\((root|idle|program|garbage collector)\)$/.test(functionName);

const isInternal = (one: Node): boolean => isSynthetic(one) || /^node:|^$/.test(one.callFrame.url);

function frameOf({ callFrame: { functionName, url, lineNumber }, positionTicks = [] }: Node): ManagedFrame {
  const most = positionTicks.reduce((best, one) => (one.ticks > best.ticks ? one : best), {
    line: 0,
    ticks: 0,
  });
  return {
    function: functionName.slice(0, 500),
    file: url.replace(/^file:\/\//, '').slice(0, 1000),
    line: most.line > 0 ? most.line : lineNumber + 1,
    locals: [],
  };
}
