import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { printable } from '../../../shared/base/printable.js';
import type { Check } from '../../../shared/model/preflight.js';
import { useEngine } from '../../connection/engine.js';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

/** Why a process cannot be attached to, or what an attach will lack, and what to do. */
export function BlockedCard({ process }: { readonly process: ProcessRow }) {
  const { services } = useEngine();
  const [checks, setChecks] = useState<readonly Check[]>();
  const [copied, setCopied] = useState(false);
  const reason = process.reason ?? words.blocked;
  const command = `sudo npx leakscope record --pid ${process.pid} --tree -o session.leakscope`;
  const failed = checks?.filter(({ ok }) => !ok);
  return (
    <div className="blocked-card">
      <p className="strong selectable">{printable(reason, 500)}</p>
      {failed?.map(({ check, found, fix }) => (
        <p key={check} className="support selectable">
          {printable([check, found].filter(Boolean).join(': '), 300)}
          {fix && ` – ${printable(fix, 300)}`}
        </p>
      ))}
      <div className="row">
        <code className="blocked-command selectable cut">{command}</code>
        <Button
          kind="bare"
          icon={Copy}
          onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true))}
        >
          {copied ? words.copied : words.copy}
        </Button>
        {!checks && (
          <Button
            kind="bare"
            onClick={() =>
              void services.processes
                .doctor(process.pid)
                .then(setChecks, (error: Error) => setChecks([{ check: error.message, ok: false }]))
            }
          >
            {words.askDoctor}
          </Button>
        )}
      </div>
    </div>
  );
}
