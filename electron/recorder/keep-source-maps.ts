import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { Journal } from './journal.js';
import type { TargetRun } from './target-run.js';
import { withinLimit } from './time-limit.js';

/** Characters of all maps of one recording. */
const MOST_IN_ALL = 256 << 20;
const LIMIT = 30_000;

/**
 * Keeps the source maps of the scripts that a snapshot names in the session, each once: so that its objects and functions
 * are told by the places where a person wrote them, elsewhere and later too. What fails is left out.
 */
export class KeepSourceMaps {
  readonly #kept = new Set<string>();
  #characters = 0;

  constructor(
    private readonly engine: Pick<HeapEngine, 'scripts'>,
    private readonly journal: Journal,
  ) {}

  async after(target: TargetRun, snapshot: SnapshotId): Promise<void> {
    const { attachment } = target;
    if (!attachment?.sourceMaps) return;
    const work = async (): Promise<void> => {
      const maps = await attachment.sourceMaps?.(await this.engine.scripts(snapshot));
      for (const [file, { text, url }] of maps ?? []) this.#keep(target, file, url, text);
    };
    await withinLimit(work(), LIMIT, 'Reading source maps').catch(() => undefined);
  }

  #keep(target: TargetRun, file: string, url: string, text: string): void {
    const hash = createHash('sha256').update(file).update('\0').update(text).digest('hex');
    if (this.#kept.has(hash) || this.#characters + text.length > MOST_IN_ALL) return;
    this.#kept.add(hash);
    this.#characters += text.length;
    const data = zstdCompressSync(new TextEncoder().encode(text));
    const at = this.journal.now();
    const meta = { file, url: url.startsWith('data:') ? file : url, size: text.length };
    this.journal.write((writer) =>
      writer.addArtifact({ kind: 'source-map', target: target.id, at, data, meta }),
    );
  }
}
