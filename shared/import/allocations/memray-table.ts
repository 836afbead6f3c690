import type { AllocationProfile } from '../../model/allocation-profile.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { THREAD_FILE } from '../../model/label-frames.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed } from './bad-profile.js';
import { JsonCursor } from './json-cursor.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';
import { UnreadBytes } from './unread-bytes.js';

/** What `memray table` writes: a page with its rows as JSON in a script. It has the innermost call of each stack alone. */
export const memrayTableImporter: AllocationImporter = {
  id: 'memray-table',
  matches: (head) =>
    /^\s*<!doctype html/i.test(decodeUtf8(head, 0, head.length)) &&
    decodeUtf8(head, 0, head.length).includes('memray'),
  open({ name, size }) {
    const bytes = new UnreadBytes(size);
    return { push: (chunk) => bytes.push(chunk), end: () => [readTable(bytes.whole(), name)] };
  },
};

function readTable(bytes: Uint8Array, name: string): AllocationProfile {
  const start = indexOf(bytes, 'packed_data = ');
  if (start < 0) throw malformed('the page has no rows');
  const json = new JsonCursor(bytes.subarray(start));
  if (!json.isArray()) throw malformed('it is another of memray’s pages than the table');
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  json.array();
  while (json.nextValue()) {
    let size = 0;
    let count = 1;
    let place = '';
    let thread = '';
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('size')) size = json.number();
      else if (json.keyIs('n_allocations')) count = json.number();
      else if (json.keyIs('stack_trace')) place = json.string();
      else if (json.keyIs('tid') && json.isString()) thread = json.string();
      else json.skip();
    }
    const under = thread ? stacks.stack(NO_STACK, stacks.frame(plain(thread), THREAD_FILE)) : NO_STACK;
    weights.add(stacks.stack(under, frameOf(plain(place), stacks)), size, count);
  }
  return { kind: 'imported', name, unit: 'bytes', lines: 'call', table: weights.table(stacks.table()) };
}

/** `function at file:line`. */
function frameOf(place: string, stacks: StackBuilder): number {
  const at = place.indexOf(' at ');
  const colon = place.lastIndexOf(':');
  const line = Number(place.slice(colon + 1));
  if (at < 0 || colon < at || !Number.isInteger(line)) return stacks.frame(place || '(unknown)');
  return stacks.frame(place.slice(0, at), place.slice(at + 4, colon), line);
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  amp: '&',
  '#39': "'",
  '#34': '"',
};

/** The page escapes text for HTML before it is put into JSON. */
const plain = (text: string): string =>
  text.replace(/&(lt|gt|quot|amp|#39|#34);/g, (_, name: string) => ENTITIES[name] ?? '');

/** The first byte after `text`; -1 where it is not there. */
function indexOf(bytes: Uint8Array, text: string): number {
  const wanted = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at + same;
  }
  return -1;
}
