import type { Waterfall } from './waterfall.js';

interface WaterfallBarProps {
  readonly waterfall: Waterfall;
  readonly from: number;
  readonly to: number;
  /** A sum and not a step: from 0, with a broken foot where 0 is not in the picture. */
  readonly whole?: boolean;
  readonly colour?: string;
}

/** One bar of the waterfall. The numbers beside it say the same. */
export function WaterfallBar({ waterfall: { low, high }, from, to, whole, colour }: WaterfallBarProps) {
  const place = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low))) * 100;
  const left = whole ? 0 : place(Math.min(from, to));
  const right = place(Math.max(from, to));
  const grew = to > from;
  return (
    <span className={`waterfall${whole && low > 0 ? ' waterfall-cut' : ''}`} aria-hidden>
      {(whole || from !== to) && (
        <span
          className={whole ? 'waterfall-sum' : grew ? 'waterfall-grew' : 'waterfall-shrank'}
          style={{
            left: `${left}%`,
            width: `max(2px, ${right - left}%)`,
            ...(colour && { background: colour }),
          }}
        />
      )}
    </span>
  );
}
