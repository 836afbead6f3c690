import { Check, Diamond, Dot, Lock } from 'lucide-react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { words } from './words.js';

/** Whether a process can be attached to, with a shape of its own for each answer. */
export function AttachState({ process }: { readonly process: ProcessRow }) {
  const { attachable, reason, runtime } = process;
  if (!attachable)
    return (
      <span className="attach-state attach-blocked">
        <Lock size={13} aria-hidden />
        <span className="cut">{reason ? sentence(reason) : words.blocked}</span>
      </span>
    );
  if (runtime.kind === 'native')
    return (
      <span className="attach-state about">
        <Dot size={14} strokeWidth={6} aria-hidden />
        <span className="cut">{words.osOnly}</span>
      </span>
    );
  if (reason)
    return (
      <span className="attach-state attach-less">
        <Diamond size={11} fill="currentColor" aria-hidden />
        <span className="cut">{sentence(reason)}</span>
      </span>
    );
  return (
    <span className="attach-state">
      <Check size={14} strokeWidth={2.5} className="attach-ok" aria-hidden />
      <span className="cut">{runtime.kind === 'v8' ? words.readyV8 : words.ready}</span>
    </span>
  );
}

/** The first sentence: the rest is in the card. */
const sentence = (text: string): string => text.split(/(?<=\.)\s/)[0].replace(/\.$/, '');
