import { expect, it } from 'vitest';
import { words as frame } from '../../../renderer/app/words.js';
import { words as attach } from '../../../renderer/views/attach/words.js';
import { ALL_ALLOCATION_IMPORTERS } from '../../../shared/import/allocations/all-allocation-importers.js';

it.each([
  ['the sheet that opens a file', frame.openAbout],
  ['the place to drop one', attach.dropAbout],
])('%s names every format that is read', (_, text) => {
  for (const name of ['.leakscope', '.heapsnapshot', '.heaptimeline']) expect(text).toContain(name);
  for (const { id } of ALL_ALLOCATION_IMPORTERS) expect(text).toContain(id.split('-')[0]);
});
