/**
 * node memlab.mjs MODULE [whole] A B: memlab's parser and its indices over both files, one after the other; whole: then also what it
 * works out before it answers anything, the shortest paths, dominators and retained sizes of all nodes.
 */
import { createRequire } from 'node:module';
import { check, phase } from '../phase.mjs';

const [, , folder, ...given] = process.argv;
const [B, A, whole] = given.toReversed();
const { analysis, config, utils } = createRequire(`${folder}/`)('@memlab/core');
config.muteConsole = true;
const load = (tag, file) =>
  phase(`${tag} load`, () => utils.getSnapshotFromFile(file, { buildNodeIdIndex: true, verbose: false }));
const a = await load('A', A);
const b = await load('B', B);
if (whole)
  for (const [tag, heap] of [
    ['A', a],
    ['B', b],
  ])
    await phase(`${tag} compute`, () => analysis.preparePathFinder(heap));
check({ nodes: a.nodes.length });
process.exit(0);
