import type { CallOptions, DevtoolsLink } from './devtools-link.js';
import { REQUIRE } from './target-programs.js';

/** An argument of a function that is called in a target. */
export type Argument = { readonly value?: unknown } | { readonly objectId: string };

interface Answer {
  readonly result: { readonly objectId?: string };
  readonly exceptionDetails?: unknown;
}

/** Node's `util.types`, which tells a proxy from an object without asking it; a page has no such thing. */
export async function nodeTypes(
  link: DevtoolsLink,
  objectGroup: string,
  options: CallOptions,
): Promise<Argument> {
  const expression = `typeof process === 'object' && process ? ${REQUIRE}('util').types : undefined`;
  const params = { expression, includeCommandLineAPI: true, silent: true, objectGroup };
  const { result, exceptionDetails } = await link.send<Answer>('Runtime.evaluate', params, options);
  return exceptionDetails === undefined && result.objectId !== undefined
    ? { objectId: result.objectId }
    : { value: undefined };
}
