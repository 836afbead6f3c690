import { Rows3 } from 'lucide-react';
import { useMemo } from 'react';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import type { CallOrder } from '../../../shared/analysis/allocations/layout-levels.js';
import { sandwich } from '../../../shared/analysis/allocations/sandwich.js';
import { type Calls, callsOf } from '../../calls/calls-of.js';
import { EmptyState } from '../../widgets/empty-state.js';
import type { CardActions } from './call-card.js';
import { callName } from './call-figures.js';
import { FlameView } from './flame-view.js';
import { words } from './words.js';

interface SandwichViewProps {
  readonly calls: Calls;
  /** Of the function in the middle. */
  readonly frame?: number;
  readonly order: CallOrder;
  readonly relative: boolean;
  readonly sampled: boolean;
  /** Of a call in one of the halves. */
  actions(half: Calls): CardActions;
  readonly onSelect: (frame: number) => void;
}

/** A function between who calls it, growing upwards, and what it calls. */
export function SandwichView({
  calls,
  frame,
  order,
  relative,
  sampled,
  actions,
  onSelect,
}: SandwichViewProps) {
  const { tree, measure } = calls;
  const halves = useMemo(() => {
    if (frame === undefined) return undefined;
    const groups = frameGroups(tree.frames, 'function');
    const { callers, callees } = sandwich(tree, groups, groups.group[frame]);
    return { callers: callsOf(callers, measure), callees: callsOf(callees, measure) };
  }, [tree, frame, measure]);
  if (!halves || frame === undefined)
    return <EmptyState icon={Rows3} title={words.forms.sandwich} text={words.pickFunction} />;
  const name = callName(tree, frame);
  const picture = (half: Calls, upwards: boolean, label: string) => (
    <section className="sandwich-half column">
      <h3 className="about sandwich-label">{label}</h3>
      <FlameView
        calls={half}
        order={order}
        upwards={upwards}
        relative={relative}
        sampled={sampled}
        label={`${label}: ${name}`}
        onSelect={(row) => row !== undefined && onSelect(half.tree.frame[row])}
        onBack={() => false}
        actions={actions(half)}
      />
    </section>
  );
  return (
    <div className="column sandwich">
      {picture(halves.callers, true, words.callers)}
      {picture(halves.callees, false, words.callees)}
    </div>
  );
}
