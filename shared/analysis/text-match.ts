import { Failure } from '../base/failure.js';

/** Longer texts are matched by their beginning: a pattern must not run over megabytes. */
const REACH = 2000;

/** A filter's text as a test: part of the name in any case, or between slashes a regular expression. Throws a Failure. */
export function textMatch(text: string | undefined): (name: string) => boolean {
  if (!text) return () => true;
  const pattern = /^\/(.+)\/(i?)$/s.exec(text);
  if (!pattern) {
    const wanted = text.toLowerCase();
    return (name) => name.slice(0, REACH).toLowerCase().includes(wanted);
  }
  const expression = compiled(pattern[1], pattern[2]);
  return (name) => expression.test(name.slice(0, REACH));
}

function compiled(source: string, flags: string): RegExp {
  // A repeated group that repeats inside takes time that doubles with each character.
  if (/\([^)]*[*+}][^)]*\)[*+{]/.test(source))
    throw new Failure(
      'bad-pattern',
      'That pattern repeats a repetition and could run for ever.',
      'Write it without nested repetition.',
    );
  try {
    return new RegExp(source, flags);
  } catch {
    throw new Failure(
      'bad-pattern',
      'That is not a regular expression.',
      'Check its brackets, or leave the slashes away.',
    );
  }
}
