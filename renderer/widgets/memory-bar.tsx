import { sizeText } from '../../shared/base/quantity.js';
import './memory-bar.css';

interface MemoryBarProps {
  /** What is in use, what would come on top, and what is free now; bytes. */
  readonly used: number;
  readonly extra: number;
  readonly free: number;
}

/** How much of the free memory something would take: in use, hatched on top, the rest. */
export function MemoryBar({ used, extra, free }: MemoryBarProps) {
  const whole = used + Math.max(free, extra) || 1;
  const share = (bytes: number): string => `${Math.min(100, (bytes / whole) * 100).toFixed(2)}%`;
  return (
    <div
      className="memory-bar"
      role="img"
      aria-label={`${sizeText(used)} in use, ${sizeText(extra)} more, ${sizeText(free)} free`}
    >
      <div className="memory-used" style={{ width: share(used) }} />
      <div className="memory-extra" style={{ width: share(extra) }} />
    </div>
  );
}
