const MOST = 120;

/** A name from a target within a sentence: its beginning and its end, which says most. */
export const shortened = (name: string): string =>
  name.length <= MOST ? name : `${name.slice(0, MOST / 2)}…${name.slice(-MOST / 2)}`;
