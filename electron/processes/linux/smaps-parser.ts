import type { Region } from '../../../shared/model/region.js';
import { regionKind } from './region-kind.js';

/** A hostile process cannot make us hold more mappings: the kernel's own limit is 65,530 by default. */
const MOST = 1_000_000;

/**
 * Takes /proc/PID/smaps in pieces and makes a Region of each mapping. Text is cut where it likes, also in
 * the middle of a line. 60,000 mappings, 45 MB of text, take about 150 ms.
 */
export class SmapsParser {
  readonly regions: Region[] = [];
  #rest = '';
  #open: Building | undefined;

  /** Latin-1, so that a byte is a character: a cut never falls into one. */
  push(text: string): void {
    const all = this.#rest + text;
    let at = 0;
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', at)) {
      this.#line(all, at, end);
      at = end + 1;
    }
    this.#rest = all.slice(at);
  }

  end(): readonly Region[] {
    this.#close();
    return this.regions;
  }

  #line(text: string, at: number, end: number): void {
    const first = text.charCodeAt(at);
    // Addresses are lower-case hexadecimal, names of fields begin with a capital.
    if (first < 0x41 || first > 0x5a) {
      this.#close();
      this.#open = header(text.slice(at, end));
      return;
    }
    if (this.#open) field(this.#open, text, at, end);
  }

  #close(): void {
    const built = this.#open;
    this.#open = undefined;
    if (built && this.regions.length < MOST) this.regions.push(built);
  }
}

type Building = { -readonly [Key in keyof Region]: Region[Key] };

const HEADER = /^([0-9a-f]+)-([0-9a-f]+) ([-rwxsp]{4}) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ *(.*)$/;

function header(line: string): Building | undefined {
  const [, start, end, rights, raw] = HEADER.exec(line) ?? [];
  if (start === undefined || end === undefined || rights === undefined || raw === undefined) return undefined;
  const name = utf8(raw);
  return {
    start: Number.parseInt(start, 16),
    end: Number.parseInt(end, 16),
    rights,
    kind: regionKind(name, rights),
    name,
    rss: 0,
    pss: 0,
    uss: 0,
    anonymous: 0,
    swap: 0,
    huge: 0,
    lazyFree: 0,
    hugetlb: 0,
  };
}

function utf8(latin1: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  return /^[\x00-\x7f]*$/.test(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8');
}

/** Most fields of most mappings are 0: the value is looked at first, then the name. */
function field(region: Building, text: string, at: number, end: number): void {
  let digits = end - 3; // before ` kB`
  if (text.charCodeAt(digits - 1) === ZERO && text.charCodeAt(digits - 2) === SPACE) return;
  if (text.charCodeAt(digits) !== SPACE || text.charCodeAt(end - 1) !== 0x42) return;
  let value = 0;
  for (let scale = 1; digits-- > at && text.charCodeAt(digits) >= ZERO; scale *= 10) {
    if (text.charCodeAt(digits) > 0x39) return;
    value += (text.charCodeAt(digits) - ZERO) * scale;
  }
  const key = FIELDS.get(text.slice(at, text.indexOf(':', at)));
  if (key) region[key] += value * 1024;
}

const SPACE = 0x20;
const ZERO = 0x30;

type Sum = 'rss' | 'pss' | 'uss' | 'anonymous' | 'swap' | 'huge' | 'lazyFree' | 'hugetlb';

const FIELDS: ReadonlyMap<string, Sum> = new Map([
  ['Rss', 'rss'],
  ['Pss', 'pss'],
  ['Private_Clean', 'uss'],
  ['Private_Dirty', 'uss'],
  ['Anonymous', 'anonymous'],
  ['Swap', 'swap'],
  ['AnonHugePages', 'huge'],
  ['ShmemPmdMapped', 'huge'],
  ['FilePmdMapped', 'huge'],
  ['LazyFree', 'lazyFree'],
  ['Shared_Hugetlb', 'hugetlb'],
  ['Private_Hugetlb', 'hugetlb'],
]);
