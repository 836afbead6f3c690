import { execFile } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { PipeReader } from '../../../electron/drivers/v8/pipe-reader.js';

const run = promisify(execFile);
const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

async function pipe(): Promise<{ reader: PipeReader; writer: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'pipe-under-test-'));
  directories.push(directory);
  const path = join(directory, 'pipe');
  await run('mkfifo', [path]);
  const reader = new PipeReader(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  return { reader, writer: openSync(path, constants.O_WRONLY) };
}

async function send(writer: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += await new Promise<number>((resolve, reject) =>
      write(writer, bytes, at, (error, written) => (error ? reject(error) : resolve(written))),
    );
  }
}

async function* blocks(reader: PipeReader): AsyncGenerator<Buffer> {
  for (let block = await reader.next(); block; block = await reader.next()) yield block;
}

test.each([0, 1, 65_536, 1_000_000, 5_000_001])('%i bytes arrive whole and in order', async (length) => {
  const { reader, writer } = await pipe();
  const bytes = Uint8Array.from({ length }, (_, n) => (n * 31 + (n >> 13)) & 255);
  const sent = send(writer, bytes).then(() => closeSync(writer));
  const got: Buffer[] = [];
  for await (const block of blocks(reader)) got.push(block);
  await sent;
  expect(Buffer.concat(got).equals(bytes)).toBe(true);
});

test('blocks that are given back are filled again, without a byte lost', async () => {
  const { reader, writer } = await pipe();
  const length = 20 << 20;
  const bytes = Uint8Array.from({ length }, (_, n) => (n ^ (n >> 11)) & 255);
  const sent = send(writer, bytes).then(() => closeSync(writer));
  const memories = new Set<ArrayBufferLike>();
  let at = 0;
  for await (const block of blocks(reader)) {
    memories.add(block.buffer);
    expect(block.equals(bytes.subarray(at, at + block.length))).toBe(true);
    at += block.length;
    reader.giveBack(block);
  }
  await sent;
  expect(at).toBe(length);
  expect(memories.size).toBeLessThanOrEqual(12);
});

test('a writer ahead of its reader is held back', async () => {
  const { reader, writer } = await pipe();
  let sent = 0;
  const sending = (async () => {
    const piece = new Uint8Array(1 << 20);
    for (; sent < 64; sent++) await send(writer, piece);
    closeSync(writer);
  })();
  const first = await reader.next();
  // What stands between the two: the queue, the block being filled, the kernel's pipe.
  expect(sent).toBeLessThan(14);
  let length = first?.length ?? 0;
  for await (const block of blocks(reader)) length += block.length;
  await sending;
  expect(length).toBe(64 << 20);
});

test('a reader that goes away breaks the pipe of its writer', async () => {
  const { reader, writer } = await pipe();
  await send(writer, new Uint8Array(10));
  await reader.firstByte;
  reader.destroy();
  await expect(send(writer, new Uint8Array(8 << 20))).rejects.toMatchObject({ code: 'EPIPE' });
  closeSync(writer);
});
