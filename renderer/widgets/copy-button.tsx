import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.js';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, children }: { readonly text: () => string; readonly children: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      kind="bare"
      icon={copied ? Check : Copy}
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
