import { readFileSync } from 'node:fs';

/** Names of user ids, from /etc/passwd as it was at the first question; an unknown id is its own name. */
export function userNames(path = '/etc/passwd'): (uid: number) => string {
  let names: ReadonlyMap<number, string> | undefined;
  return (uid) => {
    names ??= readNames(path);
    return names.get(uid) ?? String(uid);
  };
}

function readNames(path: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  try {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [name, , uid] = line.split(':');
      const id = Number(uid);
      // The first of several names of one id is the one that tools show.
      if (name && uid && Number.isInteger(id) && !names.has(id)) names.set(id, name);
    }
  } catch {
    // A machine without the file shows numbers.
  }
  return names;
}
