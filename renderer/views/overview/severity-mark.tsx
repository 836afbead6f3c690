import { Circle, Diamond, Triangle } from 'lucide-react';
import type { Severity } from '../../../shared/api/findings.js';

const SHAPES = { high: Triangle, medium: Diamond, low: Circle } as const;

/** How bad: a shape and a colour for each. */
export function SeverityMark({
  severity,
  size = 12,
}: {
  readonly severity: Severity;
  readonly size?: number;
}) {
  const Shape = SHAPES[severity];
  return (
    <Shape
      size={size}
      fill="currentColor"
      className={`severity-${severity}`}
      aria-hidden
      data-severity={severity}
    />
  );
}
