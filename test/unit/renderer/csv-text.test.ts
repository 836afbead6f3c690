import { describe, expect, test } from 'vitest';
import { createQueries } from '../../../renderer/state/queries.js';
import { csvText } from '../../../renderer/views/sql/csv-text.js';

describe('an answer as CSV', () => {
  test('keeps texts in their fields and lets no spreadsheet run them', () => {
    const rows = [
      ['plain', 1.5, null],
      ['say "hi", twice', -3, { bytes: 12 }],
      ['two\r\nlines', '=1+1', { text: '@SUM(A1)', length: 9000 }],
      ['-cmd', '+x', '\t=2'],
    ];
    expect(csvText(['a', 'b,c', '=d'], rows)).toBe(
      'a,"b,c",\'=d\r\n' +
        'plain,1.5,\r\n' +
        '"say ""hi"", twice",-3,(12 bytes)\r\n' +
        '"two\r\nlines",\'=1+1,\'@SUM(A1)\r\n' +
        "'-cmd,'+x,'\t=2\r\n",
    );
  });
});

describe('saved queries', () => {
  test('are there again, and nothing that has another shape', () => {
    const kept = new Map<string, string>();
    const keeper = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    const first = createQueries(keeper);
    first.save('one', 'SELECT 1');
    first.save('two', 'SELECT 2');
    first.save('one', 'SELECT 11');
    first.forget('two');
    expect(createQueries(keeper).store.getState().saved).toEqual([{ name: 'one', sql: 'SELECT 11' }]);
    kept.set('leakscope.queries', '[{"name": 1, "sql": "x"}, null, {"name": "ok", "sql": "SELECT 3"}]');
    expect(createQueries(keeper).store.getState().saved).toEqual([{ name: 'ok', sql: 'SELECT 3' }]);
    kept.set('leakscope.queries', '{');
    expect(createQueries(keeper).store.getState().saved).toEqual([]);
  });
});
