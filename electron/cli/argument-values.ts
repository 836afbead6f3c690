import { InvalidArgumentError } from 'commander';

/** What a flag's text means. Each throws `InvalidArgumentError` with a sentence. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number.');
  return value;
}

export function pid(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('A PID is 1 or more.');
  return value;
}

export function count(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 1000) throw new InvalidArgumentError('It is from 1 to 1000.');
  return value;
}

export function frameCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 100) throw new InvalidArgumentError('It is from 1 to 100.');
  return value;
}

export function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('A port is from 0 to 65535.');
  return value;
}

export const gathered = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

export function collected(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, pid(text)];
}
