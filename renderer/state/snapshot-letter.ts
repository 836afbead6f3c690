/** A, B, … Z, A2, B2, …: how a snapshot of a session is called, by its place in it. */
export function snapshotLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  const round = Math.floor(index / 26);
  return round === 0 ? letter : `${letter}${round + 1}`;
}
