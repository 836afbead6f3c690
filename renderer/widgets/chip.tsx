import './chip.css';

interface ChipProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: string;
  /** How many rows it would leave. */
  readonly count?: number;
  readonly title?: string;
}

/** A filter that is on or off. */
export function Chip({ on, onChange, children, count, title }: ChipProps) {
  return (
    <button type="button" className="chip" aria-pressed={on} title={title} onClick={() => onChange(!on)}>
      {children}
      {count !== undefined && <span className="chip-count">{count}</span>}
    </button>
  );
}
