import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import { puttingLine } from '../../../electron/api/putting-line.js';
import { sourcedHeap } from '../../../electron/api/sourced-heap.js';
import { makingLine } from '../../../electron/api/written-line.js';
import type { HeapEvidence } from '../../../shared/model/heap-evidence.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-libraries-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sources = (name: string, lines: readonly string[]): ProgramSources => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return new ProgramSources(`${name.endsWith('.py') ? 'python3' : 'node'} ${name}`, folder);
};
const step = (edge: string, name: string, id = 0) => ({ edge, edgeType: 'property', name, id });
const heap = (growing: HeapEvidence['growing']): HeapEvidence => ({
  ...{ producer: 'cpython', reached: { before: 0, after: 0 }, growing, closures: [], timers: [] },
  ...{ tracebacks: [], cycles: [], caches: [], threads: [], tasks: [], stacks: [], files: [] },
});
const row = {
  ...{ addedCount: 90, removedCount: 0, survivedCount: 0, addedSize: 0, removedSize: 0 },
  ...{ countDelta: 90, sizeDelta: 0 },
};
const span = { span: 20_000, snapshots: [1, 2] } as const;

describe('what a library keeps', () => {
  it('is put in where the library is given it, not where the program uses its own object', () => {
    const relay = sources('relay.py', [
      'class Relay:',
      '    def send(self, url):',
      '        self.session.mount(url, HTTPAdapter())',
      '        return self.session.post(url)',
      'def main():',
      '    relay.send("a")',
    ]);
    const steps = [
      ...[step('', '(modules)'), step('.relay', '__main__.Relay', 1)],
      ...[step('.session', 'requests.sessions.Session', 2), step('.adapters', 'collections.OrderedDict', 3)],
      step('["a"]', 'requests.adapters.HTTPAdapter', 4),
    ];
    const path = {
      row: { ...row, name: 'requests.adapters.HTTPAdapter' },
      ...{ count: 90, retainedSize: 9e5, steps },
      container: { step: 3, className: 'collections.OrderedDict', entries: 90, before: 0 },
    };
    expect(sourcedHeap(heap([path]), relay, span).growing[0].place).toMatchObject({ line: 3 });
    expect(puttingLine(relay, 'relay', { ownClass: true })).toBeUndefined();
  });
  it('is listened to by an event whose name is no word', () => {
    const chat = sources('chat.mjs', [
      'function watch(socket) {',
      '  const adapter = socket.nsp.adapter;',
      "  adapter.on('leave-room', () => {});",
      "  socket.on('said', () => {});",
      '}',
    ]);
    const steps = [
      ...[step('', 'global'), step('.adapter', 'Adapter', 1), step('._events', 'Object', 2)],
      ...[step('["leave-room"]', 'Array', 3), step('[0]', 'Function', 4)],
    ];
    const path = {
      row: { ...row, name: 'Function' },
      ...{ count: 90, retainedSize: 9e5, steps },
      container: { step: 3, className: 'Array', entries: 90, before: 0 },
    };
    expect(sourcedHeap(heap([path]), chat, span).growing[0].place).toMatchObject({ line: 3 });
  });
  it('is made by a function that is named for it', () => {
    const loggers = sources('loggers.py', [
      'def logger_for(number):',
      '    logger = logging.getLogger(f"builds.{number}")',
      '    return logger',
    ]);
    expect(makingLine(loggers, 'logging.Logger')).toMatchObject({ line: 2 });
  });
});
