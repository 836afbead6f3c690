import type { Attachment } from '../drivers/driver.js';
import type { Journal } from './journal.js';

/** One script as the artifact `scripts` of a snapshot lists them, a JSON array. */
export interface KeptScript {
  /** What locations in the snapshot refer to. */
  readonly id: number;
  readonly url: string;
}

/** Keeps the names of scripts beside a snapshot, so that its locations can be told as file and line. Without them it is whole too. */
export async function keepScripts(
  { inspection }: Attachment,
  { snapshot, target }: { readonly snapshot: number; readonly target: number },
  journal: Journal,
): Promise<void> {
  const scripts = await inspection?.scripts(AbortSignal.timeout(LIMIT)).catch(() => undefined);
  if (!scripts) return;
  const kept = scripts
    .filter(({ url }) => url !== '')
    .map(({ scriptId, url }): KeptScript => ({ id: scriptId, url }));
  const data = new TextEncoder().encode(JSON.stringify(kept));
  const meta = { snapshot };
  journal.write((writer) => writer.addArtifact({ kind: 'scripts', target, at: journal.now(), data, meta }));
}

const LIMIT = 3000;
