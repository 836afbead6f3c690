import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import { sourcedHeap } from '../../../electron/api/sourced-heap.js';
import type { HeapEvidence } from '../../../shared/model/heap-evidence.js';
import { scratchFolder } from '../../helpers/session-file.js';

test('a variable may be called anything: a snapshot is a file', () => {
  const folder = scratchFolder(onTestFinished);
  const file = join(folder, 'app.js');
  writeFileSync(file, 'const f = function () {\n  return $used;\n};\n');
  const named = (name: string) => ({ name, bytes: 1 });
  const context = ['$used', 'not.*used', 'a(b', '[z-a]', '(a+)+$'].map(named);
  const closures = [{ file, line: 1, column: 19, context }];
  const empty = { tracebacks: [], tasks: [], growing: [], timers: [], cycles: [], files: [] };
  const heap = { ...empty, closures } as unknown as HeapEvidence;
  const sources = new ProgramSources(`node\0${file}`, undefined, [file]);
  const [group] = sourcedHeap(heap, sources, { span: 1, snapshots: [1, 2] }).closures;
  expect(group.unused).toEqual(['not.*used', 'a(b', '[z-a]', '(a+)+$']);
});
