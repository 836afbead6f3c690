import { sharedWherePossible } from '../../shared/base/column-memory.js';

/** The body of an answer, in memory that the page's workers can look into where the page may share any. */
export async function sharedContent({ headers, body }: Response): Promise<Uint8Array> {
  const size = Number(headers.get('content-length'));
  if (!body) return new Uint8Array(0);
  const whole = Number.isSafeInteger(size) && size > 0 ? size : undefined;
  let bytes = new Uint8Array(sharedWherePossible(whole ?? FIRST));
  let at = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { value } = part;
    if (at + value.length > bytes.length) {
      const wider = new Uint8Array(sharedWherePossible(Math.max(at + value.length, bytes.length * 2)));
      wider.set(bytes.subarray(0, at));
      bytes = wider;
    }
    bytes.set(value, at);
    at += value.length;
  }
  return bytes.subarray(0, at);
}

/** Where the length is not told. */
const FIRST = 1 << 20;
