/**
 * Memory for the columns of a heap: shared between threads, so that a snapshot read by one worker
 * can be asked about in another without a copy. Zero-filled by the system when first touched.
 * Throws a RangeError where there is not enough; the engine turns it into a Failure.
 */
export const columnU8 = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
export const columnU16 = (length: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(length * 2));
export const columnU32 = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4));
export const columnF64 = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * 8));

/**
 * Memory that threads share where they may: a page that is not isolated across origins has none, and gets memory of its own,
 * which is copied on its way to a worker; so is what is small, for a copy is made quicker than a mapping.
 */
export const sharedWherePossible = (bytes: number): SharedArrayBuffer | ArrayBuffer =>
  typeof SharedArrayBuffer === 'undefined' || bytes < SMALL
    ? new ArrayBuffer(bytes)
    : new SharedArrayBuffer(bytes);

const SMALL = 1 << 16;

export const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

export function grownU8(column: Uint8Array, length: number): Uint8Array {
  const grown = columnU8(length);
  grown.set(column);
  return grown;
}

export function grownU16(column: Uint16Array, length: number): Uint16Array {
  const grown = columnU16(length);
  grown.set(column);
  return grown;
}

export function grownU32(column: Uint32Array | Uint16Array, length: number): Uint32Array {
  const grown = columnU32(length);
  grown.set(column);
  return grown;
}

export function grownF64(column: Float64Array | Uint32Array, length: number): Float64Array {
  const grown = columnF64(length);
  grown.set(column);
  return grown;
}
