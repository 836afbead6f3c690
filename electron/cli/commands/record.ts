import { resolve } from 'node:path';
import type { AttachmentState, NativeState, NativeTool } from '../../../shared/api/recording.js';
import type { SessionId } from '../../../shared/base/brand.js';
import { Failure } from '../../../shared/base/failure.js';
import { printable } from '../../../shared/base/printable.js';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import { unreachable } from '../../../shared/base/unreachable.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import type { Moment } from '../durations.js';
import { failureLine } from '../screen.js';

export interface RecordFlags {
  readonly output: string;
  readonly tree: boolean;
  readonly duration?: number;
  readonly interval: number;
  readonly snapshot: readonly Moment[];
  readonly numericValues?: boolean;
  readonly internals?: boolean;
  readonly redact?: boolean;
  readonly inProcess?: boolean;
  readonly isolates?: number;
  readonly allocations: boolean;
  readonly frames?: number;
  readonly sampled?: boolean;
  /** Patterns of files; one that begins with `!` leaves out. */
  readonly traceFilter?: readonly string[];
  /** Milliseconds, and MB: what the tracing ends by itself at. */
  readonly traceTime?: number;
  readonly traceMemory?: number;
  /** Trace native allocations; of `record`: by which tool, the first that fits where it is only `true`. */
  readonly native?: boolean | NativeTool;
  readonly nearLimit?: { readonly share: number; readonly take: 'snapshot' | 'profile' };
}

export async function record(
  context: CommandContext,
  targets: { readonly pids: readonly number[]; readonly addresses: readonly string[] },
  flags: RecordFlags,
): Promise<ExitStatus> {
  const { native } = flags;
  const tool = typeof native === 'string' ? native : undefined;
  const traceable = native ? await traceableOf(context, targets.pids, tool) : [];
  const session = await context.api.recording.start({ ...options(flags), ...targets });
  const status = await follow(context, session, flags, (state) => {
    if (traceable.includes(state.pid)) void traceNative(context, session, state, tool);
  });
  return native && traceable.length < targets.pids.length && status === 0 ? 1 : status;
}

/** Those whose native allocations a tool can trace; the others are said. Throws where there is none: nothing is recorded. */
async function traceableOf(
  { api, screen }: CommandContext,
  pids: readonly number[],
  tool: NativeTool | undefined,
): Promise<readonly number[]> {
  const traceable: number[] = [];
  const problems: unknown[] = [];
  for (const pid of pids) {
    try {
      await api.recording.nativeOffers(pid, tool);
      traceable.push(pid);
    } catch (error) {
      problems.push(error);
    }
  }
  if (traceable.length === 0)
    throw (
      problems[0] ?? new Failure('no-native-tool', 'Beyond an address no native allocations can be traced.')
    );
  for (const problem of problems) screen.say(failureLine(problem));
  return traceable;
}

/** What it costs is said before it begins. */
async function traceNative(
  { api, screen }: CommandContext,
  session: SessionId,
  { target, pid }: AttachmentState,
  wanted: NativeTool | undefined,
): Promise<void> {
  try {
    const offers = await api.recording.allocationOffers(session, target);
    const offer = offers.find(({ kind, tool }) => kind === 'native' && (!wanted || tool === wanted));
    // It has run another program meanwhile.
    if (!offer?.tool) return screen.say(`${pid}: its native allocations cannot be traced any more`);
    screen.say(`${pid}: native allocations by ${offer.tool}. ${offer.cost}`);
    await api.recording.trackAllocations(session, target, { kind: 'native', tool: offer.tool });
  } catch {
    // `follow` says how far a tool is, and why it did not begin.
  }
}

export async function run(
  context: CommandContext,
  [command, ...args]: readonly string[],
  flags: RecordFlags,
): Promise<ExitStatus> {
  const session = await context.api.recording.launch({
    ...options(flags),
    command,
    args,
    cwd: process.cwd(),
    ...(flags.native && { native: true }),
  });
  return follow(context, session, flags);
}

function options({
  output,
  snapshot,
  native: _,
  numericValues,
  internals,
  redact,
  inProcess,
  isolates,
  frames,
  sampled,
  traceFilter,
  traceTime: time,
  traceMemory,
  ...flags
}: RecordFlags) {
  const filters = traceFilter?.map((pattern) => ({
    include: !pattern.startsWith('!'),
    file: pattern.replace(/^!/, ''),
  }));
  const limit = {
    ...(time ? { time } : {}),
    ...(traceMemory ? { bytes: traceMemory * 1e6 } : {}),
  };
  const allocationOptions = {
    ...(frames ? { frames } : {}),
    ...(sampled ? { sampled } : {}),
    ...(filters ? { filters } : {}),
    ...(Object.keys(limit).length > 0 ? { limit } : {}),
  };
  return {
    ...flags,
    allocationOptions,
    path: resolve(output),
    snapshots: snapshot,
    keepOpen: false,
    capture: { numericValues, internals, redact, inProcess, isolates },
  };
}

/** Says what happens until the recording ends, which Ctrl-C makes it do cleanly. */
async function follow(
  context: CommandContext,
  session: SessionId,
  flags: RecordFlags,
  attached: (state: AttachmentState) => void = () => {},
): Promise<ExitStatus> {
  const { api, host, screen, signal } = context;
  const last = flags.snapshot.includes('end');
  const stop = (): void => {
    screen.say(last ? 'ending, with the last snapshots; Ctrl-C leaves them out …' : 'ending …');
    void api.recording.stop(session);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });

  context.onHurry(() => {
    screen.say('leaving out what is not done; Ctrl-C ends at once …');
    void api.recording.stop(session);
  });

  const said = new Map<number, string>();
  const tools = new Map<number, string>();
  const plans = new Map<number, string>();
  let failed = false;
  const begun = new Set<number>();
  const begin = performance.now();
  const tell = async (): Promise<void> => {
    for (const state of await api.recording.attachments(session)) {
      const text = attachmentText(state);
      if (said.get(state.target) !== text) screen.say(text);
      said.set(state.target, text);
      if (state.plan !== undefined && plans.get(state.target) !== state.plan)
        screen.say(`${state.pid}: ${state.plan}`);
      if (state.plan !== undefined) plans.set(state.target, state.plan);
      const { native } = state;
      const how = native && `${state.pid}: ${nativeText(native)}`;
      if (how && tools.get(state.target) !== how) screen.say(how);
      if (how) tools.set(state.target, how);
      if (native?.phase === 'failed') failed = true;
      if (state.phase === 'attached' && !begun.has(state.target)) {
        begun.add(state.target);
        attached(state);
      }
    }
  };
  const silence = host.onEvent((topic) => {
    if (topic === 'session') tell().catch(() => {});
    const elapsed = performance.now() - begin;
    const size = sizeText(host.fileSize(session));
    const over = flags.duration !== undefined && elapsed > flags.duration && last;
    screen.progress(
      flags.duration === undefined || over ? undefined : Math.min(1, elapsed / flags.duration),
      over
        ? `the last snapshots, ${size}; Ctrl-C leaves them out`
        : `recording ${timeText(elapsed)}, ${size}`,
    );
  });
  const end = await api.recording.ended(session);
  await tell().catch(() => {});
  silence();

  if (end.message) screen.say(`leakscope: ${printable(end.message, 2000)}`);
  screen.answer(end, () => `${end.path}`);
  if (end.reason !== 'failed') screen.say(`What leaks: leakscope findings ${printable(end.path, 1000)}`);
  if (end.exitStatus)
    screen.say(
      `leakscope: the program ended with status ${end.exitStatus}; the recording is whole: ${end.path}`,
    );
  return end.reason === 'failed' || end.exitStatus || failed ? 1 : 0;
}

function nativeText({ tool, phase, message = '' }: NativeState): string {
  switch (phase) {
    case 'entering':
      return `${tool} is brought in …`;
    case 'tracing':
      return `native allocations are traced by ${tool}`;
    case 'leaving':
      return `${tool} is taken out …`;
    case 'reading':
      return `what ${tool} saw is read …`;
    case 'done':
      return `native allocations by ${tool} are in the recording`;
    case 'failed':
      return `native allocations by ${tool}: ${printable(message, 1000)}`;
    default:
      return unreachable(phase);
  }
}

function attachmentText({ pid, phase, message, remedy }: AttachmentState): string {
  const why = [message, remedy]
    .filter(Boolean)
    .map((text) => printable(text ?? '', 1000))
    .join(' ');
  const what = phase === 'attached' && why ? 'only the system’s figures' : phase;
  return `${pid}: ${what}${why ? `: ${why}` : ''}`;
}
