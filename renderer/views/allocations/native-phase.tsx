import type { NativeState } from '../../../shared/api/recording.js';
import { printable } from '../../../shared/base/printable.js';
import { words } from './words.js';

/** What a tool of the system does with the program at the moment: it may stop it for seconds to get in and out. */
export function NativePhase({ native: { tool, phase, message } }: { readonly native: NativeState }) {
  return (
    <span className="about" role="status">
      {words.nativePhases[phase](tool)}
      {message !== undefined && ` ${printable(message, 400)}`}
    </span>
  );
}

/** It goes in, out, or is read: nothing can be asked of it until that is over. */
export const underWay = ({ phase }: NativeState): boolean =>
  phase === 'entering' || phase === 'leaving' || phase === 'reading';
