import type { AllocationQuery } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { sharedContent } from './shared-content.js';

const LIMIT = 120_000;

/** Fetches the call tree of a query. Throws a Failure with what the engine said. */
export async function fetchCallTree(
  session: SessionId,
  query: AllocationQuery,
  signal?: AbortSignal,
): Promise<CallTree> {
  const parameters = new URLSearchParams({ session });
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value));
  const timeLimit = AbortSignal.timeout(LIMIT);
  const answer = await fetch(new URL(`bulk/calls?${parameters}`, document.baseURI), {
    signal: signal ? AbortSignal.any([signal, timeLimit]) : timeLimit,
  });
  if (!answer.ok)
    throw new Failure(
      'no-allocations',
      (await answer.text()).slice(0, 300) || 'The allocations could not be read.',
    );
  try {
    return decodeCallTree(await sharedContent(answer));
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure('bad-allocations', 'The allocations came back damaged.', 'Try again.');
  }
}
