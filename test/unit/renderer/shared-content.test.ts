import { expect, test } from 'vitest';
import { sharedContent } from '../../../renderer/connection/shared-content.js';

/** An answer in memory that workers can look into. */

const SIZE = 3_000_000;
const content = Uint8Array.from({ length: SIZE }, (_, at) => at % 251);

function answer(length: number | undefined, piece = 70_001): Response {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(to) {
      if (at >= SIZE) return to.close();
      to.enqueue(content.subarray(at, at + piece));
      at += piece;
    },
  });
  return new Response(body, length === undefined ? {} : { headers: { 'content-length': String(length) } });
}

test.each([
  ['its length is told', SIZE],
  ['it is not', undefined],
  ['it is told too short', 100],
  ['it is told too long', SIZE + 500],
  ['it is nonsense', -1],
])('all of it comes where %s', async (_, length) => {
  const bytes = await sharedContent(answer(length));
  expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(Buffer.compare(bytes, content)).toBe(0);
});

test('what is empty is nothing; what cannot be shared is its own', async () => {
  expect(await sharedContent(new Response(null))).toHaveLength(0);
  const { SharedArrayBuffer: known } = globalThis;
  try {
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    const bytes = await sharedContent(answer(SIZE));
    expect(bytes.buffer).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.compare(bytes, content)).toBe(0);
  } finally {
    Object.assign(globalThis, { SharedArrayBuffer: known });
  }
});
