import type { SavedQuery } from '../../state/queries.js';

/** Questions that people ask first. */
export const examples: readonly SavedQuery[] = [
  {
    name: 'What grew most',
    sql: "SELECT process, pid, name, growth, first, last\nFROM series_stats\nWHERE unit = 'bytes'\nORDER BY growth DESC",
  },
  {
    name: 'RSS of each process, ten steps',
    sql: "SELECT process, pid, round(min(time) / 1000, 1) AS second, round(avg(max) / 1e6, 1) AS megabytes\nFROM (SELECT *, ntile(10) OVER (PARTITION BY target ORDER BY time) AS step FROM samples WHERE name = 'rss')\nGROUP BY target, step\nORDER BY target, step",
  },
  {
    name: 'Longest collections',
    sql: 'SELECT process, pid, kind, at, pause\nFROM gc\nORDER BY pause DESC\nLIMIT 100',
  },
  { name: 'Snapshots', sql: 'SELECT * FROM snapshots ORDER BY at' },
  { name: 'Marks', sql: 'SELECT * FROM marks ORDER BY at' },
];

/** What there is besides the file's own tables; see electron/store/ask. */
export const readings: readonly { readonly name: string; readonly columns: readonly string[] }[] = [
  { name: 'samples', columns: ['target', 'pid', 'process', 'name', 'unit', 'time', 'min', 'max'] },
  { name: 'gc', columns: ['target', 'pid', 'process', 'at', 'kind', 'pause'] },
];
