import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const RESIDENT = 'resident';

/** What the agent has to be given before it can do this; each file once, when it is first asked for. */
const SAMPLING = ['foreign.py', 'forked.py', 'pauses.py', 'sampling.py'] as const;
/**
 * With what sampling needs: a copy made before it is there walks 1.7 times as long, and shows texts and tuples of code objects that it
 * makes itself (3.11; measured, its cause not found).
 */
const FORKING = ['descriptors.py', ...SAMPLING, 'child.py', 'forking.py'] as const;
const COMMANDS = {
  tidy: ['descriptors.py'],
  sample: SAMPLING,
  capture: FORKING,
  reap: FORKING,
  within: [...FORKING, 'slices.py'],
  walked: [...FORKING, 'slices.py'],
  trace: ['foreign.py', 'forked.py', 'tracing.py'],
  burst: ['foreign.py', 'forked.py', 'tracing.py', 'bursts.py'],
  collect: ['foreign.py', 'telling.py'],
  collector: ['foreign.py', 'telling.py'],
  trim: ['foreign.py', 'telling.py'],
  count: ['foreign.py', 'telling.py'],
  starts: ['foreign.py', 'telling.py'],
} as const;

/** What a whole heap is read with. */
const WALK = [
  'stream.py',
  'ages.py',
  'kinds.py',
  'frames.py',
  'vocabulary.py',
  'edges.py',
  'walk.py',
  'roots.py',
  'records.py',
] as const;

/** What a forked child runs (`within`: the agent itself), in this order, in one namespace; one has its `main`. */
const PROGRAMS = {
  capture: ['first.py', ...WALK, 'capture.py'],
  // Last what is otherwise in the program itself.
  within: ['within_first.py', ...WALK, 'capture.py', 'within.py'],
  stacks: ['kinds.py', 'frames.py', 'values.py', 'waiting.py', 'tasks.py', 'records.py', 'stacks.py'],
  counts: ['kinds.py', 'records.py', 'counts.py'],
  neighbours: [
    'first.py',
    'stream.py',
    'kinds.py',
    'frames.py',
    'edges.py',
    'walk.py',
    'values.py',
    'records.py',
    'neighbours.py',
  ],
  traces: ['kinds.py', 'places.py', 'records.py', 'traces.py'],
} as const;

export type ChildProgram = keyof typeof PROGRAMS;

export interface AgentSettings {
  /** The socket, as the target names it; or an address and a port. */
  readonly socket: string | readonly (string | number)[];
  /** The agent shows it to us. */
  readonly token: string;
  /** We show it to the agent. */
  readonly answer: string;
}

/**
 * What the target runs to get the agent in, as one file. In a namespace of its own, and under a name by which its frames and
 * functions are known. The settings are ASCII words: as JSON they are Python, too.
 */
export async function agentScript(
  folder: string,
  settings: AgentSettings,
  { elsewhere = false }: { readonly elsewhere?: boolean } = {},
): Promise<string> {
  const names = `{"__name__": "leakscope", "SETTINGS": ${JSON.stringify(settings)}}`;
  const run = async (file: string, within: string): Promise<string> =>
    `exec(compile(${JSON.stringify(await readFile(join(folder, RESIDENT, `${file}.py`), 'utf8'))}, "<leakscope ${file}>", "exec"), ${within})`;
  const lines = elsewhere
    ? [`names = ${names}`, await run('elsewhere', 'names'), await run('enter', 'names')]
    : [await run('enter', names)];
  return `try:\n${lines.map((line) => `    ${line}\n`).join('')}except BaseException:\n    pass\n`;
}

/** What the agent in a target is made of, by the file. */
export async function agentParts(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = [...new Set(Object.values(COMMANDS).flat())];
  const texts = names.map(async (name) => [name, await readFile(join(folder, RESIDENT, name))] as const);
  return new Map(await Promise.all(texts));
}

/** Files that a command needs in the target, in this order; none where it is not known. */
export const partsOf = (command: string): readonly string[] =>
  (COMMANDS as Readonly<Record<string, readonly string[]>>)[command] ?? [];

/** What the child is sent: for each file a line `NAME SIZE` and its text; `go` at the end. `options` is its `OPTIONS`. */
export async function childProgram(
  folder: string,
  program: ChildProgram,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Buffer> {
  // What JSON.stringify writes is Python, but for these three words.
  const given = Buffer.from(`true, false, null = True, False, None\nOPTIONS = ${JSON.stringify(options)}\n`);
  const parts: Buffer[] = [Buffer.from(`options.py ${given.length}\n`), given];
  for (const name of PROGRAMS[program]) {
    const text = await readFile(join(folder, name));
    parts.push(Buffer.from(`${name} ${text.length}\n`), text);
  }
  return Buffer.concat([...parts, Buffer.from('go\n')]);
}
