import { afterEach, test } from 'vitest';
import { enterManyAtOnce } from '../helpers/many-processes.js';
import { endAllTargets } from '../helpers/node-targets.js';

afterEach(endAllTargets);

test(
  'fifty processes that all want one port are entered at once and left as an untouched twin',
  () => enterManyAtOnce(50),
  300_000,
);
