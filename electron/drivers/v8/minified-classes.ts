import { type CallOptions, callOn, type DevtoolsLink } from './devtools-link.js';
import { COUNT_TYPES } from './live-heap-programs.js';
import type { Argument } from './node-types.js';
import { type Written, writtenTypes } from './written-types.js';

const MOST_TYPES = 300;

export interface AskedClass {
  readonly className: string;
  /** A handle on every object of the isolate. */
  readonly everything: string;
  readonly types: Argument;
  readonly written: Written;
  readonly objectGroup: string;
}

/** Prototypes of the classes that were called so before they were minified, as handles: of those with live objects, and by their maps. */
export async function prototypesWrittenAs(
  link: DevtoolsLink,
  { className, everything, types, written, objectGroup }: AskedClass,
  options: CallOptions & { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const handle = async (objectId: string, body: string, args: readonly Argument[]) => {
    const call = { objectId, functionDeclaration: body, arguments: args, silent: true, objectGroup };
    const { result } = await link.send<{ result: { objectId?: string } }>(
      'Runtime.callFunctionOn',
      call,
      options,
    );
    return result.objectId;
  };
  const found = await handle(everything, COUNT_TYPES, [{ value: MOST_TYPES }, types]);
  if (found === undefined) return [];
  const count = Number(await callOn(link, found, 'function () { return this.makers.length; }', [], options));
  if (!(count > 0)) return [];
  const places = await writtenTypes(link, found, count, written, { ...options, objectGroup });
  const prototypes: string[] = [];
  for (const [row, place] of places.entries()) {
    if (place?.name !== className) continue;
    const prototype = await handle(found, PROTOTYPE_OF, [{ value: row }]);
    if (prototype !== undefined) prototypes.push(prototype);
  }
  return prototypes;
}

const PROTOTYPE_OF = `function (n) { return Object.getOwnPropertyDescriptor(this.makers[n], 'prototype').value; }`;
