import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { retainingPaths } from '../../../shared/analysis/retaining-paths.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const FOLDER = join(import.meta.dirname, 'drawings');
const RULE = '\n----\n';

/** A drawing, and below it by hand what follows from it: first every node, then every class, then the ways to its objects. */
it.each(readdirSync(FOLDER))('%s', (name) => {
  const [drawing, expected] = readFileSync(join(FOLDER, name), 'utf8').split(RULE);
  const keys = drawing
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/[\s:]/, 1)[0]);
  expect(told(buildHeapIndex(heapGraph(drawing).graph), keys)).toBe(expected);
});

function told(index: HeapIndex, keys: readonly string[]): string {
  const { distance, dominator, shallowSize, retainedSize, classOf, classNames, classCount } = index;
  const nodes = keys.map((key, node) => [
    key,
    String(distance[node]),
    keys[dominator[node]],
    String(shallowSize[node]),
    String(retainedSize[node]),
    classNames[classOf[node]],
  ]);
  const counted = [...classNames.keys()].filter((row) => classCount[row] > 0);
  const classes = counted.map((row) => [
    classNames[row],
    String(classCount[row]),
    String(index.classSelf[row]),
    String(index.classRetained[row]),
  ]);
  const ways = counted.flatMap((row) =>
    retainingPaths(index, { className: classNames[row], limit: 9 }).map(({ count, steps }) =>
      `${count} × ${steps.map(({ edge, name }) => `${edge} ${name}`.trim()).join(' → ')}`.trimEnd(),
    ),
  );
  return `${[
    table([['node', 'distance', 'dominator', 'shallow', 'retained', 'class'], ...nodes]),
    table([['class', 'count', 'self', 'retained'], ...classes]),
    ways.join('\n'),
  ].join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
