import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { programFiles } from '../../../shared/findings/heap/program-files.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const filesOf = (drawing: string): readonly string[] =>
  programFiles(buildHeapIndex(heapGraph(drawing).graph));

it('the sources of a program are its scripts, as V8 calls them since 11', () => {
  expect(
    filesOf(`
      root:synthetic -> system_/_Script=1
      system_/_Script:code 40 -> /app/main.js:internal=name
      /app/main.js:string 20
    `),
  ).toEqual(['/app/main.js']);
});

it('and as it called them before: by their path', () => {
  expect(
    filesOf(`
      root:synthetic -> /app/main.js=1 /app/other.js=2
      /app/main.js:code 40 -> /app/main.js#text:internal=name
      /app/other.js:code 40 -> /app/main.js#text:internal=name
      /app/main.js#text:string 20
    `),
  ).toEqual(['/app/main.js']);
});
