import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { words } from './words.js';

/** What can be done to the selected target now; absent where it cannot. */
export interface TargetActions {
  readonly snapshot?: () => void;
  readonly collect?: () => void;
  readonly stop?: () => void;
}

export function useActions(): TargetActions {
  const { selection, live, commands } = useWorkspace();
  const session = useCurrentSession();
  const target = usePart(selection, (state) => state.target);
  const attachments = usePart(live, (state) => state.attachments);
  if (!session?.live || target === undefined) return {};
  const attachment = attachments.find((one) => one.target === target);
  const pid = attachment?.pid ?? target;
  return {
    snapshot: attachment?.canSnapshot ? () => void commands.snapshot(target, words.taking(pid)) : undefined,
    collect: attachment?.canCollect ? () => void commands.collect(target, words.collecting) : undefined,
    stop: () => void commands.stop(words.stopping),
  };
}
