import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the forked child runs, in this order, in one namespace. */
const CAPTURE = [
  'first.py',
  'stream.py',
  'kinds.py',
  'edges.py',
  'walk.py',
  'roots.py',
  'capture.py',
] as const;

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

/** What the child is sent: for each file a line `NAME SIZE` and its text; `go` at the end. */
export async function captureProgram(folder: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const name of CAPTURE) {
    const text = await readFile(join(folder, name));
    parts.push(Buffer.from(`${name} ${text.length}\n`), text);
  }
  return Buffer.concat([...parts, Buffer.from('go\n')]);
}
