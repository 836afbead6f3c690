/** Whether a small curve of RSS rises: its last third lies above its first by 1 MB and 3 %, and above its middle. */
export function isGrowing(curve: readonly number[]): boolean {
  if (curve.length < 6) return false;
  const third = Math.floor(curve.length / 3);
  const first = median(curve.slice(0, third));
  const middle = median(curve.slice(third, -third));
  const last = median(curve.slice(-third));
  return last - first > Math.max(1e6, first * 0.03) && last > middle && middle >= first;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
