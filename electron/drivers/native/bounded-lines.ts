import type { Readable } from 'node:stream';

/** Characters. What is longer is a line of no report. */
export const LONGEST_LINE = 64 * 1024;

/** Hands on what is written line by line; of a line that is too long, its beginning. No more than that is kept. */
export function boundedLines(stream: Readable, line: (text: string) => void, longest = LONGEST_LINE): void {
  let pending = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      line((pending + part.slice(0, longest - pending.length)).replace(/\r$/, ''));
      pending = '';
    }
    pending += last.slice(0, longest - pending.length);
  });
  stream.on('end', () => {
    if (pending !== '') line(pending);
  });
}
