import { useEffect, useState } from 'react';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { useCurrentSession } from '../state/workspace.js';
import { words } from './words.js';

/** After so long the engine is likely to have ended, not only to be out of reach, ms. */
const LONG = 8000;

/** The way to the engine is lost: said at once; later what to do when it does not come back. */
export function LinkLost({ since }: { readonly since: number }) {
  const { shell } = useEngine();
  const session = useCurrentSession();
  const [isLong, setLong] = useState(Date.now() - since > LONG);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), Math.max(0, since + LONG - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <p className="link-lost selectable" role="alert">
      {words.lost}
      {isLong && !shell && ` ${words.lostForLong}`}
      {isLong && session && ` ${words.recordedSoFar(printable(session.path, 300))}`}
    </p>
  );
}
