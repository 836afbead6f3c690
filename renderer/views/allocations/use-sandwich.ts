import { useMemo } from 'react';
import type { CallOrder } from '../../../shared/analysis/allocations/layout-levels.js';
import type { SandwichCalls } from '../../calls/call-jobs.js';
import { pageShaper } from '../../calls/page-shaper.js';
import { type Answered, useAsked } from '../../state/use-asked.js';
import type { ShownCalls } from './use-shown-calls.js';

/** Who calls a function and what it calls, worked out beside the window's thread. `frame` undefined: nothing is asked. */
export function useSandwich(
  { tree, shape }: Pick<ShownCalls, 'tree' | 'shape'>,
  frame: number | undefined,
  order: CallOrder,
): Answered<SandwichCalls & { readonly frame: number }> {
  const ask = useMemo(
    () =>
      frame === undefined
        ? undefined
        : async (signal: AbortSignal) => ({
            ...(await pageShaper().sandwich(tree, shape, frame, order, { signal })),
            frame,
          }),
    [tree, shape, frame, order],
  );
  return useAsked(ask);
}
