import { Rows3 } from 'lucide-react';
import type { CallOrder } from '../../../shared/analysis/allocations/layout-levels.js';
import type { LaidCalls } from '../../calls/call-jobs.js';
import type { Calls } from '../../calls/calls-of.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import type { CardActions } from './call-card.js';
import { callName } from './call-figures.js';
import { FlameView } from './flame-view.js';
import { useSandwich } from './use-sandwich.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

interface SandwichViewProps {
  readonly shown: ShownCalls;
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
  shown,
  frame,
  order,
  relative,
  sampled,
  actions,
  onSelect,
}: SandwichViewProps) {
  const { value, trouble, current } = useSandwich(shown, frame, order);
  if (frame === undefined)
    return <EmptyState icon={Rows3} title={words.forms.sandwich} text={words.pickFunction} />;
  if (trouble) return <TroubleCard {...trouble} />;
  if (!value)
    return (
      <p className="pane-opening about" role="status">
        {words.working}
      </p>
    );
  const name = callName(value.callees.calls.tree, value.frame);
  const picture = ({ calls: half, layout }: LaidCalls, upwards: boolean, label: string) => (
    <section className="sandwich-half column">
      <h3 className="about sandwich-label">{label}</h3>
      <FlameView
        calls={half}
        order={order}
        layout={layout}
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
    <div className="column sandwich" aria-busy={!current}>
      {picture(value.callers, true, words.callers)}
      {picture(value.callees, false, words.callees)}
    </div>
  );
}
