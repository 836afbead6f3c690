import type {
  AllocationSample,
  SamplingNode,
  SamplingProfile,
} from '../../../shared/model/sampling-profile.js';

/** What every script of ours inside a target is called: in its profiles, snapshots and lists of scripts. */
export const OWN_SCRIPT = 'leakscope:inside';

export const isOwn = (url: string): boolean => url === OWN_SCRIPT;

/**
 * The profile as the program alone made it. What our code allocated, and what was called by it, is taken out and told as
 * `own`. What Node does for our socket before it calls us stays: it looks as it does for any socket.
 */
export function withoutOwnFrames({ head, samples }: SamplingProfile): SamplingProfile {
  const ours = new Set<number>();
  const program = withoutOwn(head, ours);
  if (ours.size === 0) return { head, samples, own: 0 };
  let own = 0;
  const kept: AllocationSample[] = [];
  for (const sample of samples) {
    if (ours.has(sample.nodeId)) own += sample.size;
    else kept.push(sample);
  }
  return { head: program, samples: kept, own };
}

/** Ours, or what the protocol made to call ours: that has no name and no file. */
function standsForUs({ callFrame: { url, functionName }, children }: SamplingNode): boolean {
  if (isOwn(url)) return true;
  return url === '' && functionName === '' && children.some(({ callFrame }) => isOwn(callFrame.url));
}

/** Gathers the ids of what it leaves out. Without recursion: a profile may be ten thousand calls deep. */
function withoutOwn(head: SamplingNode, ours: Set<number>): SamplingNode {
  const root: SamplingNode = { ...head, children: [] };
  const waiting: (readonly [from: SamplingNode, to: SamplingNode | undefined])[] = [[head, root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [from, to] = next;
    for (const child of from.children) {
      if (!to || standsForUs(child)) {
        ours.add(child.id);
        waiting.push([child, undefined]);
        continue;
      }
      const copy: SamplingNode = { ...child, children: [] };
      (to.children as SamplingNode[]).push(copy);
      waiting.push([child, copy]);
    }
  }
  return root;
}
