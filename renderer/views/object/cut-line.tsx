import { useMemo } from 'react';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';
import { words } from './words.js';

interface CutLineProps {
  readonly snapshot: SnapshotId;
  readonly holder: NodeOrdinal;
  /** The reference, a row of the graph's edges. */
  readonly edge: number;
}

/** What would be freed if one reference of a holder were cut. */
export function CutLine({ snapshot, holder, edge }: CutLineProps) {
  const { services } = useEngine();
  const ask = useMemo(
    () => () => services.snapshots.whatIfCut(snapshot, holder, edge),
    [services, snapshot, holder, edge],
  );
  const { answer, trouble } = useAnswer(ask);
  const text = trouble
    ? trouble.message
    : !answer
      ? words.cutAsking
      : !answer.keepsAlive
        ? words.cutWeak
        : answer.otherHolders > 0
          ? words.cutNothing(countText(answer.otherHolders), answer.otherHolders)
          : words.cutFrees(sizeText(answer.bytes), countText(answer.objects), answer.objects);
  return (
    <p className="caveat about" role="status">
      {text}
    </p>
  );
}
