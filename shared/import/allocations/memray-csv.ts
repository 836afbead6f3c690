import { decodeUtf8 } from '../../model/byte-strings.js';
import { THREAD_FILE } from '../../model/label-frames.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed } from './bad-profile.js';
import { CsvRecords } from './csv-records.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';

/** What `memray transform csv` writes; its stacks are `function;file;line`, innermost first, between `|`. */
export const memrayCsvImporter: AllocationImporter = {
  id: 'memray-csv',
  matches: (head) =>
    decodeUtf8(head, 0, Math.min(head.length, 200)).startsWith('allocator,num_allocations,size,'),
  open({ name }) {
    const stacks = new StackBuilder();
    const weights = new WeightBuilder();
    let columns: readonly string[] | undefined;
    const records = new CsvRecords((fields) => {
      if (columns) addRow(new Map(columns.map((column, at) => [column, fields[at]])), stacks, weights);
      else columns = fields;
    });
    return {
      push: (chunk) => records.push(chunk),
      end() {
        records.end();
        return [
          { kind: 'imported', name, unit: 'bytes', lines: 'call', table: weights.table(stacks.table()) },
        ];
      },
    };
  },
};

function addRow(
  fields: ReadonlyMap<string, string | undefined>,
  stacks: StackBuilder,
  weights: WeightBuilder,
): void {
  const size = fields.get('size') ?? '';
  const count = fields.get('num_allocations') ?? '';
  if (!/^\d+$/.test(size) || !/^\d+$/.test(count)) throw malformed('a row has no size');
  const thread = fields.get('thread_name') || fields.get('tid');
  let stack: number = thread ? stacks.stack(NO_STACK, stacks.frame(thread, THREAD_FILE)) : NO_STACK;
  const frames = (fields.get('stack_trace') ?? '').split('|');
  for (let i = frames.length - 1; i >= 0; i--) {
    if (frames[i] === '') continue;
    const [name, file = '', line = '0'] = frames[i].split(';');
    stack = stacks.stack(stack, stacks.frame(name, file, Number(line)));
  }
  if (frames.every((frame) => frame === '')) stack = stacks.stack(stack, stacks.frame('(unknown)'));
  weights.add(stack, Number(size), Number(count));
}
