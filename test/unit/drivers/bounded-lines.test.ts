import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { boundedLines } from '../../../electron/drivers/native/bounded-lines.js';

function linesOf(chunks: readonly string[], longest?: number): Promise<readonly string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  boundedLines(stream, (line) => lines.push(line), longest);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return new Promise((resolve) => stream.on('end', () => resolve(lines)));
}

it('puts lines together that come in pieces', async () => {
  expect(await linesOf(['one\ntw', 'o\r\n\nthr', 'ee'])).toEqual(['one', 'two', '', 'three']);
});

it('keeps no more of an endless line than its beginning, and goes on behind it', async () => {
  const endless = Array.from({ length: 100 }, () => 'x'.repeat(1000));
  const [long, next] = await linesOf([...endless, '\nnext\n'], 50);
  expect(long).toBe('x'.repeat(50));
  expect(next).toBe('next');
});
