import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a forked child runs, in this order, in one namespace; the last one has its `main`. */
const PROGRAMS = {
  capture: [
    'first.py',
    'stream.py',
    'kinds.py',
    'frames.py',
    'vocabulary.py',
    'edges.py',
    'walk.py',
    'roots.py',
    'records.py',
    'capture.py',
  ],
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
  /** The socket, as the target names it. */
  readonly socket: string;
  /** The agent shows it to us. */
  readonly token: string;
  /** We show it to the agent. */
  readonly answer: string;
}

/** The agent as one file, its settings in front. They are ASCII words: as JSON they are Python, too. */
export async function agentScript(folder: string, settings: AgentSettings): Promise<string> {
  const text = await readFile(join(folder, 'agent.py'), 'utf8');
  return `SETTINGS = ${JSON.stringify(settings)}\n${text}`;
}

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
