import { Check, Circle, Diamond, Triangle } from 'lucide-react';
import type { RecentVerdict } from '../../../shared/api/sessions.js';
import { rateText } from '../../widgets/numbers.js';
import { words } from './words.js';

const SHAPES = { high: Triangle, medium: Diamond, low: Circle } as const;
const BADGES = { high: 'high', medium: 'med', low: 'low' } as const;

/** What the rules said of a session when they were asked last, and how fast the first of it grows. */
export function RecentVerdictBadge({ verdict }: { readonly verdict: RecentVerdict | undefined }) {
  if (!verdict) return null;
  const { findings, severity, bytesPerSecond } = verdict;
  const Shape = severity ? SHAPES[severity] : Check;
  return (
    <span className="recent-verdict" title={words.verdictAbout}>
      <span className={`badge badge-${severity ? BADGES[severity] : 'ok'}`}>
        <Shape size={9} fill={severity ? 'currentColor' : 'none'} strokeWidth={3} aria-hidden />{' '}
        {words.verdict(findings)}
      </span>
      {bytesPerSecond !== undefined && <span className="about number">{rateText(bytesPerSecond)}</span>}
    </span>
  );
}
