import { ByteStrings } from '../model/byte-strings.js';
import { NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { LABEL, nodeLabel } from './node-row.js';
import { textMatch } from './text-match.js';

const [UNKNOWN, NO, YES] = [0, 1, 2];
/** A label has quotes, escapes and brackets that its name has not; beyond ASCII a letter has other forms. */
const PLAIN = /^[\w .:;,/@#$%&*+=<>|~^!?-]+$/;

/**
 * A filter's text as a test of labels. Nodes of one type and name have one label, so that each is looked at once; plain text
 * is looked for in the bytes of the name, without making a string of it.
 */
export function labelMatch(index: HeapIndex, text: string): (node: number) => boolean {
  const { nodeType, name, strings } = index.graph;
  const matches = textMatch(text);
  const inBytes =
    strings instanceof ByteStrings && !text.startsWith('/') && PLAIN.test(text)
      ? byteMatch(strings, text)
      : undefined;
  const isEmpty =
    strings instanceof ByteStrings
      ? (row: number): boolean => strings.starts[row] === strings.starts[row + 1]
      : (row: number): boolean => strings.at(row) === '';
  // A row a name; what has no name goes by its class, and is looked at each time.
  const known = {
    string: memory(strings.length),
    closure: memory(strings.length),
    other: memory(strings.length),
  };
  return (node) => {
    const type = nodeType[node];
    const row = name[node];
    const seen =
      type === NodeType.string ? known.string() : type === NodeType.closure ? known.closure() : known.other();
    if (seen[row] !== UNKNOWN) return seen[row] === YES;
    const quick = inBytes?.(row);
    const found = quick ?? matches(nodeLabel(index, node));
    if (type === NodeType.string || !isEmpty(row)) seen[row] = found ? YES : NO;
    return found;
  };
}

/** Made when the first node of its kind comes. */
function memory(length: number): () => Uint8Array {
  let made: Uint8Array | undefined;
  return () => {
    made ??= new Uint8Array(length);
    return made;
  };
}

/** First bytes of what is beyond ASCII and matches it in another case, `İ` an i and the sign of Kelvin a k; and of halves of a pair, which are escaped. */
const [DOTTED_I, KELVIN, SURROGATE] = [0xc4, 0xe2, 0xed];

/** Undefined where bytes do not tell: an empty name, a longer one that is not all ASCII, or letters with another form in it. */
function byteMatch({ bytes, starts }: ByteStrings, text: string): (row: number) => boolean | undefined {
  const wanted = Uint8Array.from(text.toLowerCase(), (letter) => letter.charCodeAt(0));
  const [first] = wanted;
  const upper = first >= 97 && first <= 122 ? first - 32 : first;
  const [hasI, hasK] = [wanted.includes(0x69), wanted.includes(0x6b)];
  return (row) => {
    const end = Math.min(starts[row + 1], starts[row] + LABEL);
    if (end === starts[row]) return undefined;
    const last = end - wanted.length;
    for (let at = starts[row]; at < end; at++) {
      const byte = bytes[at];
      if (byte >= 128) {
        if (starts[row + 1] - starts[row] > LABEL || byte === SURROGATE) return undefined;
        if ((hasI && byte === DOTTED_I) || (hasK && byte === KELVIN)) return undefined;
        continue;
      }
      if ((byte !== first && byte !== upper) || at > last) continue;
      let same = 1;
      while (same < wanted.length && lower(bytes[at + same]) === wanted[same]) same++;
      if (same === wanted.length) return true;
    }
    return false;
  };
}

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
