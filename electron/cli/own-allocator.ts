/**
 * Takes out of the environment what the starter put in for our own allocator, which has read it by now: a program that we
 * start is to run as if it had been started by hand.
 */
export function forgetOwnAllocator(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of (env[NAMES] ?? '').split(',')) if (SETTING.test(name)) delete env[name];
  delete env[NAMES];
}

/** Set by `build/setup/own-allocator.mjs`. */
const NAMES = 'LEAKSCOPE_ALLOCATOR';
const SETTING = /^MALLOC_[A-Z_]+$/;
