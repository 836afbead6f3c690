import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { printable } from '../../shared/base/printable.js';
import './card.css';

interface TroubleCardProps {
  readonly message: string;
  readonly remedy?: string;
  /** What to press now. */
  readonly children?: ReactNode;
}

/** What happened and what to do, where it happened. */
export function TroubleCard({ message, remedy, children }: TroubleCardProps) {
  return (
    <div className="card trouble" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <div className="column card-body">
        <p className="strong selectable">{printable(message, 600)}</p>
        {remedy && <p className="support selectable">{printable(remedy, 600)}</p>}
        {children && <div className="row card-actions">{children}</div>}
      </div>
    </div>
  );
}
