import { decodeUtf8 } from '../../model/byte-strings.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed, truncated } from './bad-profile.js';
import { CsvRecords } from './csv-records.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';

/** Our own table of calls (`shared/format/calls/csv-of-calls.ts`), also as a spreadsheet saves it: of a comparison two profiles. */
export const callsCsvImporter: AllocationImporter = {
  id: 'calls-csv',
  matches: (head) => BEGINNING.test(decodeUtf8(head, 0, Math.min(head.length, 200))),
  open({ name }) {
    const stacks = new StackBuilder();
    const now = new WeightBuilder();
    const base = new WeightBuilder();
    /** Of a call's number in the file. */
    const stackOf = new Map<string, number>();
    let columns: ReadonlyMap<string, number> | undefined;
    let counts = false;
    const records = new CsvRecords((fields) => {
      if (!columns) {
        columns = new Map(fields.map((column, at) => [column.replace(/^\uFEFF/, ''), at]));
        return;
      }
      if (fields.length < columns.size) throw truncated(`after ${stackOf.size} calls`);
      const field = (column: string): string => fields[columns?.get(column) ?? -1] ?? '';
      const number = (column: string): number => {
        const text = field(column);
        const value = Number(text);
        if (text === '' || !Number.isFinite(value)) throw malformed(`call ${stackOf.size} has no ${column}`);
        return value;
      };
      const caller = field('caller');
      const above = caller === '' ? NO_STACK : stackOf.get(caller);
      if (above === undefined) throw malformed('a call stands before its caller; sort it by “call”');
      const frame = stacks.frame(
        nameOf(field('function')),
        unquoted(field('file')),
        number('line'),
        number('column'),
      );
      const stack = stacks.stack(above, frame);
      now.add(stack, number('self'), number('count'));
      if (columns.has('base_self')) base.add(stack, number('base_self'), number('base_count'));
      stackOf.set(field('call'), stack);
      counts ||= field('unit') === 'count';
    });
    return {
      push: (chunk) => records.push(chunk),
      end() {
        records.end();
        const table = stacks.table();
        const facts = { kind: 'imported', unit: counts ? 'count' : 'bytes', lines: 'call' } as const;
        const compared = columns?.has('base_self');
        return [
          { ...facts, name, table: now.table(table) },
          ...(compared ? [{ ...facts, name: `${name} (base)`, table: base.table(table) }] : []),
        ];
      },
    };
  },
};

const BEGINNING = /^\uFEFF?call,caller,function,file,line,column,self,total,count[,\r\n]/;

/** The writer puts an apostrophe before what a spreadsheet would run, and before what would be taken for that. */
const unquoted = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

const nameOf = (text: string): string => (text === '(anonymous)' ? '' : unquoted(text));
