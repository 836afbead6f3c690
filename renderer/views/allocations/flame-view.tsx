import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import {
  type CallOrder,
  type FlameLayout,
  layLevels,
} from '../../../shared/analysis/allocations/layout-levels.js';
import type { Calls } from '../../calls/calls-of.js';
import { createFlameCanvas, type FlameCanvas, type FlamePoint } from '../../canvas/flame/flame-canvas.js';
import type { FlameView as View } from '../../canvas/flame/flame-model.js';
import { CallCard, type CardActions } from './call-card.js';
import { callMarkdown } from './call-figures.js';
import { callSentence } from './call-sentence.js';
import { flameLook } from './flame-look.js';
import { words } from './words.js';

interface FlameViewProps {
  readonly calls: Calls;
  readonly order: CallOrder;
  /** Of these calls in this order, where it is known already. */
  readonly layout?: FlameLayout;
  readonly upwards: boolean;
  readonly relative: boolean;
  /** By frame. */
  readonly matched?: Uint8Array;
  readonly selected?: number;
  readonly label: string;
  /** How many milliseconds lie between base and now. */
  readonly span?: number;
  readonly sampled: boolean;
  readonly onSelect: (row: number | undefined) => void;
  /** Out of the last step; false where there is none. */
  readonly onBack: () => boolean;
  readonly actions: CardActions;
}

interface Place {
  readonly view?: View;
  readonly scroll: number;
}
const WHOLE: Place = { scroll: 0 };

/** The picture of all calls, the card of the one under the pointer, and the same said for a screen reader. */
export function FlameView(props: FlameViewProps) {
  const { calls, order, upwards, relative, matched, selected, label, sampled, actions, onSelect, onBack } =
    props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<FlameCanvas>(undefined);
  const past = useRef<Place[]>([]);
  const [place, setPlace] = useState(WHOLE);
  const [card, setCard] = useState<{ row: number; at: FlamePoint; pinned: boolean }>();
  const help = useId();
  const layout = useMemo(
    () =>
      props.layout ?? layLevels({ parent: calls.tree.parent, first: calls.tree.first }, calls.width, order),
    [calls, order, props.layout],
  );
  const look = useMemo(() => flameLook(calls, layout, relative, sampled), [calls, layout, relative, sampled]);
  // Other calls are other places; what is laid out of them later is not.
  const [shownCalls, setShownCalls] = useState({ calls, order });
  if (shownCalls.calls !== calls || shownCalls.order !== order) {
    setShownCalls({ calls, order });
    setPlace(WHOLE);
    setCard(undefined);
    past.current = [];
  }

  const pinAt = useCallback((row: number, at: FlamePoint) => {
    const box = host.current?.getBoundingClientRect();
    const known = Number.isNaN(at.x) ? canvas.current?.placeOf(row) : at;
    setCard({ row, at: known ?? { x: (box?.left ?? 0) + 40, y: (box?.top ?? 0) + 40 }, pinned: true });
  }, []);
  const on = {
    onLook(view: View | undefined, scroll: number, first: boolean) {
      setPlace((was) => {
        if (first) past.current = [...past.current, was].slice(-100);
        return { view, scroll };
      });
      setCard((was) => (was?.pinned ? was : undefined));
    },
    onHover: (row: number | undefined, at: FlamePoint) =>
      setCard((was) => (was?.pinned ? was : row === undefined ? undefined : { row, at, pinned: false })),
    onSelect: (row: number | undefined) => {
      if (row === undefined) setCard(undefined);
      onSelect(row);
    },
    onPin: pinAt,
    onFocus: actions.focus,
    onBack() {
      if (card?.pinned) return setCard(undefined);
      const was = past.current.pop();
      if (was) return setPlace(was);
      if (!onBack()) onSelect(undefined);
    },
    onCopy: (row: number) => void navigator.clipboard.writeText(callMarkdown(calls, row, sampled)),
  };
  const latest = useRef(on);
  latest.current = on;
  const heavy = useRef(order === 'heavy');
  heavy.current = order === 'heavy';

  useEffect(() => {
    if (!host.current) return;
    const view = createFlameCanvas(
      host.current,
      {
        onLook: (...all) => latest.current.onLook(...all),
        onHover: (...all) => latest.current.onHover(...all),
        onSelect: (row) => latest.current.onSelect(row),
        onPin: (...all) => latest.current.onPin(...all),
        onFocus: (row) => latest.current.onFocus(row),
        onBack: () => latest.current.onBack(),
        onCopy: (row) => latest.current.onCopy(row),
      },
      () => heavy.current,
    );
    canvas.current = view;
    return () => view.dispose();
  }, []);
  useEffect(
    () => canvas.current?.update({ ...look, ...place, upwards, matched, selected }),
    [look, place, upwards, matched, selected],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is laid out later has its place then
  useEffect(() => {
    if (selected !== undefined) canvas.current?.reveal(selected);
  }, [selected, layout]);
  const said = selected === undefined ? words.noCall : callSentence(calls, layout, selected, sampled);
  return (
    <div className="flame">
      <div
        ref={host}
        className="flame-host"
        role="application"
        aria-roledescription={words.graph}
        aria-label={label}
        aria-describedby={help}
        data-flame
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys walk in it
        tabIndex={0}
      />
      <p id={help} className="visually-hidden">
        {words.graphHelp}
      </p>
      <p className="visually-hidden" aria-live="polite" data-flame-said>
        {said}
      </p>
      {card && card.row < calls.tree.length && (
        <CallCard
          calls={calls}
          row={card.row}
          at={card.at}
          pinned={card.pinned}
          span={props.span}
          sampled={sampled}
          actions={actions}
          onClose={() => {
            setCard(undefined);
            host.current?.focus();
          }}
        />
      )}
    </div>
  );
}
