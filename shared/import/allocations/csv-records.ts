import { malformed, tooLarge } from './bad-profile.js';
import { csvFields } from './csv-fields.js';
import { LineSplitter } from './line-splitter.js';

/** Cuts a stream into records of CSV (RFC 4180): a field in quotes may hold line feeds. Lines without anything are left out. */
export class CsvRecords {
  readonly #lines: LineSplitter;
  /** Lines of a record whose quote is not closed yet. A name may have millions: they are joined once. */
  #open: string[] = [];
  #length = 0;

  constructor(record: (fields: readonly string[]) => void) {
    this.#lines = new LineSplitter((text) => {
      const turns = quotesIn(text) % 2 === 1;
      if (this.#open.length > 0 ? !turns : turns) {
        this.#length += text.length + 1;
        if (this.#length > LONGEST) throw tooLarge('a field of it');
        this.#open.push(text);
        return;
      }
      const whole = this.#open.length > 0 ? `${this.#open.join('\n')}\n${text}` : text;
      this.#open = [];
      this.#length = 0;
      if (whole === '') return;
      const fields = csvFields(whole);
      if (!fields) throw malformed('a quote is not closed');
      record(fields);
    });
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** Throws a Failure where a quote is left open. */
  end(): void {
    this.#lines.end();
    if (this.#open.length > 0) throw malformed('a quote is not closed');
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

const LONGEST = 64 << 20;
