import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Key } from './key.js';
import './button.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly icon?: LucideIcon;
  /** The key that does the same. */
  readonly hint?: string;
  /** `main` is the one thing to do here; `bare` has no edge. */
  readonly kind?: 'main' | 'plain' | 'bare';
  /** On or off; absent for a button that only does something. */
  readonly pressed?: boolean;
  readonly children?: ReactNode;
}

export function Button({
  icon: Icon,
  hint,
  kind = 'plain',
  pressed,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={['button', `button-${kind}`, className].filter(Boolean).join(' ')}
      aria-pressed={pressed}
      aria-keyshortcuts={hint?.replace('Ctrl ', 'Control+')}
      {...rest}
    >
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {children !== undefined && <span className="cut">{children}</span>}
      {hint && <Key>{hint}</Key>}
    </button>
  );
}
