/** Keys of what the kernel tells a 64-bit process at its start (`getauxval(3)`). */
export const AUXV_PAGE_SIZE = 6;
export const AUXV_CLOCK_TICKS = 17;

/** `/proc/PID/auxv` of a little-endian 64-bit system: pairs of machine words. What is cut off is left out. */
export function auxiliaryVector(bytes: Uint8Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 16 <= bytes.length; at += 16)
    found.set(Number(words.getBigUint64(at, true)), Number(words.getBigUint64(at + 8, true)));
  return found;
}
