import { ChevronDown, ChevronRight } from 'lucide-react';
import { printable } from '../../../shared/base/printable.js';
import { countText } from '../../../shared/base/quantity.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import type { Lane, PlacedGroup } from '../../canvas/timeline/lanes.js';
import { Estimated } from '../../widgets/estimated.js';
import { Name } from '../../widgets/name.js';
import { megabytes } from '../../widgets/numbers.js';
import type { LaneNote } from './lane-note.js';
import { words } from './words.js';

interface LaneHeadsProps {
  readonly placed: readonly PlacedGroup[];
  readonly height: number;
  readonly targets: readonly TargetInfo[];
  readonly selected?: number;
  /** The newest value of a lane's first layer. */
  value(lane: Lane): number | undefined;
  /** What is to be said beside it. */
  note(lane: Lane, target: number): LaneNote | undefined;
  readonly onToggle: (target: number, open: boolean) => void;
  readonly onSelect: (target: number) => void;
}

/** The column left of the lanes: whose they are, what they show, their newest values. */
export function LaneHeads({
  placed,
  height,
  targets,
  selected,
  value,
  note,
  onToggle,
  onSelect,
}: LaneHeadsProps) {
  return (
    <div style={{ height, position: 'relative' }}>
      {placed.map(({ group, top, height: tall, lanes }) => {
        const target = targets.find(({ id }) => id === group.target);
        if (!target) return undefined;
        const Icon = group.open ? ChevronDown : ChevronRight;
        const name = printable(`${target.pid || ''} ${target.name}`.trim(), 80);
        return (
          <div
            key={group.target}
            className={`lane-group${group.target === selected ? ' lane-group-selected' : ''}`}
            style={{ top, height: tall }}
          >
            <div className="lane-title">
              <button
                type="button"
                aria-expanded={group.open}
                aria-label={words.open(name)}
                onClick={() => onToggle(group.target, group.open)}
              >
                <Icon size={14} strokeWidth={1.75} aria-hidden />
              </button>
              <button type="button" className="lane-name cut" onClick={() => onSelect(group.target)}>
                {target.pid > 0 && <span className="medium">{target.pid}</span>}{' '}
                <Name text={target.name} limit={40} className="support" />
              </button>
              {!group.open && lanes[0] && (
                <span title={lanes[0].lane.about}>
                  <Value lane={lanes[0].lane} value={value(lanes[0].lane)} />
                </span>
              )}
            </div>
            {group.open &&
              lanes.map(({ lane, top: laneTop, height: laneHeight }, index) => (
                <div
                  key={lane.id}
                  className={`lane-head${lane.kind === 'ticks' || laneHeight < 26 ? ' lane-head-low' : ''}`}
                  style={{
                    top: laneTop - top + (index === 0 ? 22 : 2),
                    height: laneHeight - (index === 0 ? 22 : 4),
                  }}
                  title={lane.about}
                >
                  <span className="cut support">{lane.title}</span>
                  <Value lane={lane} value={value(lane)} />
                  {laneHeight >= NOTED && <Note note={note(lane, target.id)} />}
                </div>
              ))}
          </div>
        );
      })}
    </div>
  );
}

function Value({ lane, value }: { readonly lane: Lane; readonly value: number | undefined }) {
  if (value === undefined || Number.isNaN(value)) return <span className="about">–</span>;
  const text =
    lane.unit === 'bytes'
      ? `${megabytes(value)} MB`
      : lane.unit === 'ms'
        ? words.most(`${value.toFixed(1)} ms`)
        : countText(value);
  return <span className="number">{text}</span>;
}

/** Lanes from this height on have a second line, px. */
const NOTED = 40;

function Note({ note }: { readonly note: LaneNote | undefined }) {
  if (!note) return null;
  const { text, value, fitted, about, grows } = note;
  return (
    <span className="lane-note" title={about}>
      <span className="about cut">{text}</span>
      <span className={grows ? 'grew number' : 'about number'}>
        {value}
        {fitted && (
          <>
            {' '}
            <Estimated>{fitted}</Estimated>
          </>
        )}
      </span>
    </span>
  );
}
