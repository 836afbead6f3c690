import { useEffect, useState } from 'react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { printable } from '../../../shared/base/printable.js';
import type { Check } from '../../../shared/model/preflight.js';
import { useEngine } from '../../connection/engine.js';
import { words } from './words.js';

/** What traces native allocations of a process: which tools are here, what each costs, how to have it. Asked when opened. */
export function NativeTools({ process: { pid } }: { readonly process: ProcessRow }) {
  const { services } = useEngine();
  const [open, setOpen] = useState(false);
  const [checks, setChecks] = useState<readonly Check[]>();
  useEffect(() => {
    setChecks(undefined);
    if (!open) return;
    let wanted = true;
    const failed = (error: Error): void => setChecks([{ check: PREFIX, ok: false, found: error.message }]);
    services.processes.doctor(pid).then(
      (found) => wanted && setChecks(found.filter(({ check }) => check.startsWith(PREFIX))),
      (error: Error) => wanted && failed(error),
    );
    return () => {
      wanted = false;
    };
  }, [open, pid, services]);
  return (
    <details className="about" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.nativeTools}</summary>
      {checks?.map(({ check, found, fix }) => (
        <p key={check} className="about selectable">
          <span className="strong">{printable(check.slice(PREFIX.length), 60)}</span>{' '}
          {printable(found ?? '', 600)}
          {fix && ` – ${printable(fix, 300)}`}
        </p>
      ))}
      {checks?.length === 0 && <p className="about">{words.noNativeTools}</p>}
    </details>
  );
}

/** Of the doctor's answers about them. */
const PREFIX = 'native allocations: ';
