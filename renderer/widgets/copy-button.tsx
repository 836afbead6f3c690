import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.js';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, hint, label, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      kind="bare"
      icon={copied ? Check : Copy}
      hint={hint}
      aria-label={label}
      title={label}
      onClick={() =>
        void navigator.clipboard.writeText(text()).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), 2000);
        })
      }
    >
      {children}
    </Button>
  );
}

interface CopyButtonProps {
  readonly text: () => string;
  /** The key that does the same. */
  readonly hint?: string;
  /** In full, where the button has a shorter word. */
  readonly label?: string;
  readonly children: string;
}
