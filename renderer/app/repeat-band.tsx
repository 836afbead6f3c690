import { Repeat } from 'lucide-react';
import type { OpenSession } from '../../shared/api/sessions.js';
import { LEAST_REPEATS } from '../state/repeat.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { Name } from '../widgets/name.js';
import { words } from './words.js';

/** While an action is repeated: what to do next, how often it was done, the key. In sight in every pane. */
export function RepeatBand({ session }: { readonly session: OpenSession }) {
  const { repeat } = useWorkspace();
  const { now, busy } = usePart(repeat, (state) => state);
  if (!now || now.session !== session.id) return null;
  const { action, times, done } = now;
  return (
    <section className="repeat-band" aria-label={words.repeating}>
      <Repeat size={14} strokeWidth={1.75} aria-hidden />
      <span className="cut">
        {words.repeatStep(done)} <Name text={action} limit={80} className="strong" />
      </span>
      <span className="repeat-dots" aria-hidden>
        {Array.from({ length: times }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a count
          <span key={at} className={at < done ? 'repeat-dot repeat-dot-done' : 'repeat-dot'} />
        ))}
      </span>
      <span className="about number" role="status">
        {busy ? words.repeatWorking : words.repeatDone(done, times)}
      </span>
      <span className="grow" />
      <Button kind="main" hint="N" disabled={busy} onClick={() => void repeat.once(words.snapshot)}>
        {words.repeatPress}
      </Button>
      <Button
        disabled={busy || done < LEAST_REPEATS}
        title={words.repeatEnoughAbout}
        onClick={() => void repeat.finish(words.snapshot)}
      >
        {words.repeatEnough}
      </Button>
      <Button kind="bare" onClick={repeat.cancel}>
        {words.cancel}
      </Button>
    </section>
  );
}
