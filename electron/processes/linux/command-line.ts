import { readFile } from 'node:fs/promises';
import { within } from '../within.js';

/** Longer command lines are cut: a process can write megabytes there. */
const LIMIT = 16 * 1024;

/**
 * The arguments as the process shows them; empty for kernel threads and the dead. The kernel takes the
 * target's memory lock to read them and can hang there, so this is never done on the main thread.
 */
export async function commandLine(pid: number): Promise<readonly string[]> {
  const bytes = await within(500, readFile(`/proc/${pid}/cmdline`)).catch(() => undefined);
  return bytes ? parseCommandLine(bytes) : [];
}

/** `NAME=VALUE…` as they were at its start; empty where they may not be read. For what a runtime was told by them. */
export async function startEnvironment(pid: number): Promise<readonly string[]> {
  const bytes = await within(500, readFile(`/proc/${pid}/environ`)).catch(() => undefined);
  return bytes ? bytes.subarray(0, MOST_ENVIRONMENT).toString('utf8').split('\0') : [];
}

/** Bytes. */
const MOST_ENVIRONMENT = 256 * 1024;

export function parseCommandLine(bytes: Buffer): readonly string[] {
  let end = Math.min(bytes.length, LIMIT);
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end === 0) return [];
  const text = bytes.subarray(0, end).toString('utf8');
  // A program that writes its own title there (nginx, postgres) leaves one text without separators.
  return text.split('\0');
}
