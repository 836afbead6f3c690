import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './card.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What will stand here and how it gets here. */
  readonly text: string;
  /** The button that fills it. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <div className="empty-body">
        <Icon size={20} strokeWidth={1.5} aria-hidden />
        <h3 className="empty-title">{title}</h3>
        <p className="support">{text}</p>
        {children && <div className="empty-actions">{children}</div>}
      </div>
    </div>
  );
}
