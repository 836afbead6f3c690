/** node memlab.mjs MODULE A B: memlab's parser and its indices over both files, one after the other. */
import { createRequire } from 'node:module';
import { check, phase } from '../phase.mjs';

const [, , folder, A, B] = process.argv;
const { config, utils } = createRequire(`${folder}/`)('@memlab/core');
config.muteConsole = true;
const load = (tag, file) =>
  phase(`${tag} load`, () => utils.getSnapshotFromFile(file, { buildNodeIdIndex: true, verbose: false }));
const a = await load('A', A);
await load('B', B);
check({ nodes: a.nodes.length });
process.exit(0);
