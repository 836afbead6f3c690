import type { AllocationOffer, NativeTool } from '../../../shared/api/recording.js';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { nativeTools } from './native-tools.js';
import { nativeWays } from './native-ways.js';

/** What can trace the native allocations of a process here. Throws a Failure that says why nothing, or not `tool`, can. */
export function nativeOffers(
  target: ProcessInfo,
  tool?: NativeTool,
  path = process.env['PATH'] ?? '',
): readonly AllocationOffer[] {
  const ways = nativeWays(target, undefined, path).filter((way) => tool === undefined || way.tool === tool);
  if (ways.length > 0)
    return ways.map((way) => ({ kind: 'native', tool: way.tool, cost: way.cost, running: false }));
  const named = nativeTools(target, path).filter(({ check }) => !tool || check.includes(tool));
  const why = named.map(({ check, found }) => `${check.replace(/^.*?: /, '')}: ${found}.`);
  const fixes = named.map(({ fix }) => fix).filter((fix) => fix !== undefined);
  throw new Failure(
    'no-native-tool',
    [`Native allocations of process ${target.pid} (${target.name}) cannot be traced here`, ...why].join('. '),
    fixes.length > 0 ? fixes.join(' ') : 'Record it without --native.',
  );
}
