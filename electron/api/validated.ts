import type { z } from 'zod';
import { Failure } from '../../shared/base/failure.js';

/** Parses one argument of a call; what does not fit is refused by name, never passed on. */
export function validated<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue.path.length > 0 ? `${name}.${issue.path.join('.')}` : name;
  throw new Failure('bad-arguments', `${at}: ${issue.message}.`);
}
