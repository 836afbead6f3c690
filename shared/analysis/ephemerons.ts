/**
 * V8 writes the value of a WeakMap's entry as held by two internal edges, one from the key and one from the table,
 * both named `N / part of key (… @KEY) -> value (… @VALUE) pair in WeakMap (table @TABLE)`.
 */
const PAIR =
  /^\d+(?<same> \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(?<table>\d+)\))$/;

export interface EphemeronEdge {
  /** Equal in the two edges of one entry. */
  readonly same: string;
  readonly table: number;
}

export function ephemeronEdge(name: string | undefined): EphemeronEdge | undefined {
  if (name === undefined || !name.endsWith(')') || !name.includes(' / part of key (')) return undefined;
  const groups = PAIR.exec(name)?.groups;
  return groups && { same: groups['same'], table: Number(groups['table']) };
}
