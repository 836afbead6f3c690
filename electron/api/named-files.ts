import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { storedSources } from './allocation-sources.js';
import { callParts, chosenCalls } from './session-calls.js';
import type { Entry } from './session-entry.js';

const known = new WeakMap<Entry, { readonly key: string; readonly files: ReadonlySet<string> }>();

/**
 * Every file that a session's frames name: those of its allocations, and the programs of its targets. Nothing else is
 * read from the disk for it.
 */
export async function namedFiles(
  engine: Pick<HeapEngine, 'callTree'>,
  entry: Entry,
): Promise<ReadonlySet<string>> {
  const sources = storedSources(entry);
  const key = [entry.info().targets.length, ...sources.map(({ id, to }) => `${id} ${to}`)].join();
  const before = known.get(entry);
  if (before?.key === key) return before.files;
  const files = new Set<string>();
  for (const { target, id } of sources) {
    const parts = callParts(entry, chosenCalls(entry, { target, source: id }, undefined));
    for (const file of decodeCallTree(await engine.callTree(parts)).frames.file) files.add(file);
  }
  for (const { command } of entry.info().targets)
    for (const word of command.split(/[\0\s]+/)) if (word !== '') files.add(word);
  files.delete('');
  known.set(entry, { key, files });
  return files;
}
