import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import './drawer.css';

interface DrawerProps {
  readonly side: ReactNode;
  /** What the handle says: what would slide in, and what would be there again. */
  readonly pull: string;
  readonly push: string;
  readonly children: ReactNode;
}

/** Where two things have no room beside each other: the second slides over the first, and away again (Escape). */
export function Drawer({ side, pull, push, children }: DrawerProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const Icon = open ? ChevronsRight : ChevronsLeft;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a second way; the button is the first
    <div
      className="drawer"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        setOpen(false);
        document.getElementById(`${id}-handle`)?.focus();
      }}
    >
      <div className="drawer-under" inert={open}>
        {children}
      </div>
      <button
        type="button"
        id={`${id}-handle`}
        className="drawer-handle"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {open ? push : pull}
      </button>
      <div id={id} className="drawer-side" hidden={!open}>
        {open && side}
      </div>
    </div>
  );
}
