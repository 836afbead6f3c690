import { type SnapshotParts, snapshotText } from './heapsnapshot-text.js';
import type { Random } from './random.js';

/** Numbers at which something may break. */
const NUMBERS = [
  '0',
  '1',
  '6',
  '7',
  '8',
  '255',
  '256',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '9007199254740993',
  '99999999999999999999999',
  '-1',
  '1.5',
  '1e3',
  '007',
  '',
  'null',
  '"3"',
  '[1]',
];
const TOKENS = [
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  '\\',
  ':',
  '\\u12',
  '\n',
  ' ',
  '\t',
  '\0',
  'é',
  '"nodes":[',
  '"strings":["',
  ']}',
  '\ufeff',
];
const FIELDS = [
  'type',
  'name',
  'id',
  'self_size',
  'edge_count',
  'to_node',
  'name_or_index',
  'detachedness',
  'x',
];

/** A snapshot with one to four things wrong, most often where its structure matters. */
export function mutatedSnapshot(random: Random): string {
  let text = random.below(3) === 0 ? drawn(random) : snapshotText(base(random));
  const times = random.below(8) === 0 ? 0 : 1 + random.below(3);
  for (let i = 0; i < times; i++) text = mutatedText(text, random);
  return text;
}

/** With one thing wrong, wherever it is. */
export function mutatedText(text: string, random: Random): string {
  return random.of(MUTATIONS)(text, random);
}

const MUTATIONS: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => cutAt(text, random, 1 + random.below(20), ''),
  (text, random) => cutAt(text, random, 0, random.of(TOKENS)),
  (text, random) => cutAt(text, random, 1, String.fromCharCode(random.below(128))),
  (text, random) => {
    const from = random.below(text.length);
    return cutAt(text, random, 0, text.slice(from, from + random.below(60)));
  },
  replacedNumber,
  replacedNumber,
  replacedNumber,
  (text, random) => text.replace(`"${random.of(FIELDS)}"`, `"${random.of(FIELDS)}"`),
  (text, random) =>
    text.replace(/"(node|edge)_count":\d+/, (_, what) => `"${what}_count":${random.of(NUMBERS)}`),
  swappedSections,
  (text, random) => text.replaceAll(',', random.of([', ', ',\n', ' ,', '\n,'])),
  (text, random) => (random.below(2) ? `${text}${random.of(TOKENS)}` : `${random.of(TOKENS)}${text}`),
];

function cutAt(text: string, random: Random, length: number, put: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + put + text.slice(at + length);
}

function replacedNumber(text: string, random: Random): string {
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) return text;
  const { index, 0: old } = random.of(numbers);
  return text.slice(0, index) + random.of(NUMBERS) + text.slice(index + old.length);
}

function swappedSections(text: string, random: Random): string {
  const parts = text.split(/,\n(?=")/);
  if (parts.length < 3) return text;
  const a = 1 + random.below(parts.length - 2);
  const b = 1 + random.below(parts.length - 2);
  [parts[a], parts[b]] = [parts[b], parts[a]];
  return parts.join(',\n');
}

function base(random: Random): SnapshotParts {
  return {
    strings: ['', 'Window', random.of(['list', 'a"b\\c', '\ud83d', 'tab\t', '😀']), 'window', 'items'],
    sections:
      random.below(2) === 0
        ? {}
        : {
            trace_function_infos: '[0,1,2,3,4,5]',
            trace_tree: '[1,0,2,30,[2,0,1,10,[],3,0,1,20,[4,0,0,0,[]]]]',
            samples: '[0,3,1000,5]',
            locations: '[14,7,3,4,7,8,1,2]',
            later: '{"a":[1,{"b":"]}"}],"c":null}',
          },
  };
}

/** A random graph, whole before it is mutated. */
function drawn(random: Random): string {
  const count = 1 + random.below(30);
  const nodes: number[] = [];
  const edges: number[] = [];
  for (let node = 0; node < count; node++) {
    const out = random.below(5);
    const id = random.below(6) === 0 ? 2 ** 32 + node * 16 : node * 2 + 1;
    nodes.push(
      random.below(5),
      random.below(5),
      id,
      random.below(1_000_000_000),
      out,
      random.below(3),
      random.below(3),
    );
    for (let edge = 0; edge < out; edge++)
      edges.push(random.below(7), random.below(5), random.below(count) * 7);
  }
  return snapshotText({ nodes, edges });
}
