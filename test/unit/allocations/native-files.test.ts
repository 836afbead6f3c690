import { expect, test } from 'vitest';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { ProtobufWriter } from '../../../shared/format/calls/protobuf-writer.js';
import { importedProfiles } from '../../helpers/imported-profiles.js';

/** Native code without a source is of the program or library that it stands in. */

const files = (bytes: Uint8Array): readonly string[] =>
  frameGroups(importedProfiles(bytes)[0].table.stacks.frames, 'file').name;

test('of heaptrack', () => {
  const record = [
    'v 10400 3',
    's 11 /lib/libz.so.1',
    's 7 deflate',
    's 4 main',
    's 6 shop.c',
    // Address, module, then function, file and line; the second has no symbols at all.
    'i 10 1 2',
    'i 20 1 3 4 6',
    'i 30 1',
    't 2 0',
    't 1 1',
    't 3 2',
    'a 64 2',
    'a 64 3',
    '+ 0',
    '+ 1',
    '',
  ];
  expect(files(Buffer.from(record.join('\n'))).toSorted()).toEqual(['/lib/libz.so.1', 'shop.c']);
});

test('of pprof', () => {
  const texts = ['', 'inuse_space', 'bytes', 'deflate', '/lib/libz.so.1', 'main', 'shop.c'];
  const message = () => new ProtobufWriter();
  const to = message().message(1, message().number(1, 1).number(2, 2));
  to.message(2, message().numbers(1, [1, 2, 3]).numbers(2, [64]));
  to.message(3, message().number(1, 9).number(5, 4));
  // The last of them has no symbols at all.
  for (const [id, called] of [1, 2, 0].entries()) {
    const location = message()
      .number(1, id + 1)
      .number(2, 9)
      .number(3, 4096);
    to.message(4, called > 0 ? location.message(4, message().number(1, called)) : location);
  }
  to.message(5, message().number(1, 1).number(2, 3));
  to.message(5, message().number(1, 2).number(2, 5).number(4, 6));
  for (const text of texts) to.text(6, text);
  expect(files(to.taken()).toSorted()).toEqual(['/lib/libz.so.1', 'shop.c']);
});
