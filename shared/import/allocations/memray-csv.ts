import { decodeUtf8 } from '../../model/byte-strings.js';
import { THREAD_FILE } from '../../model/label-frames.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed, tooLarge } from './bad-profile.js';
import { csvFields } from './csv-fields.js';
import { LineSplitter } from './line-splitter.js';
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
    /** A field in quotes may hold line feeds. */
    let open = '';
    const line = (text: string): void => {
      const whole = open === '' ? text : `${open}\n${text}`;
      const fields = csvFields(whole);
      if (!fields) {
        if (whole.length > LONGEST) throw tooLarge('a field of it');
        open = whole;
        return;
      }
      open = '';
      if (!columns) columns = fields;
      else if (whole !== '')
        addRow(new Map(columns.map((column, at) => [column, fields[at]])), stacks, weights);
    };
    const lines = new LineSplitter(line);
    return {
      push: (chunk) => lines.push(chunk),
      end() {
        lines.end();
        if (open !== '') throw malformed('a quote is not closed');
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

const LONGEST = 64 << 20;
