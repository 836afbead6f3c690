import { Layers2 } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { StacksAnswer } from '../../../shared/api/inventory.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';
import { useInventory } from '../../state/use-inventory.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Name } from '../../widgets/name.js';
import { momentText } from '../../widgets/numbers.js';
import '../../widgets/reading-bar.css';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { threadCards } from './thread-cards.js';
import { words } from './words.js';

interface StackListProps {
  readonly session: OpenSession;
  readonly tabs: ReactNode;
}

/** Where each thread was: in its runtime, in native code, in the kernel. */
export function StackList({ session, tabs }: StackListProps) {
  const { services } = useEngine();
  const { tasks, layout } = useWorkspace();
  const { query, target, take } = useInventory(services, session);
  const [taken, setTaken] = useState<StacksAnswer>();
  const ask = useCallback(() => services.inventory.stacks(session.id, query), [services, session.id, query]);
  const { answer: stored, trouble } = useAnswer(ask);
  const id = target?.id;
  const answer = taken && taken.target === id && taken.at >= (stored?.at ?? 0) ? taken : stored;
  const takeStacks = (native: boolean): void =>
    void tasks.run(words.taking, async () => {
      if (id !== undefined) setTaken(await services.inventory.takeStacks(session.id, id, { native }));
    });
  const buttons = take && (
    <>
      <Button icon={Layers2} title={words.takeAbout} onClick={() => takeStacks(false)}>
        {words.take}
      </Button>
      {target?.runtime.kind === 'native' && (
        <Button title={words.takeNativeAbout} onClick={() => takeStacks(true)}>
          {words.takeNative}
        </Button>
      )}
    </>
  );
  return (
    <>
      <div className="reading-bar row">
        {tabs}
        <span className="grow" />
        {answer && <span className="about">{words.stacksAt(momentText(answer.at))}</span>}
        {buttons}
      </div>
      {trouble ? (
        <TroubleCard {...trouble} />
      ) : answer ? (
        <Stacks answer={answer} />
      ) : (
        <EmptyState
          icon={Layers2}
          title={words.noStacks}
          text={take ? words.noStacksLive : words.noStacksOffline}
        >
          {buttons ?? (
            <Button hint="A" onClick={() => layout.show('attach')}>
              {words.record}
            </Button>
          )}
        </EmptyState>
      )}
    </>
  );
}

function Stacks({ answer }: { readonly answer: StacksAnswer }) {
  const cards = threadCards(answer);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="stack-list selectable" aria-label={words.stacks} tabIndex={0}>
      {[...answer.notes, ...(answer.nativePause === undefined ? [] : [words.stood(answer.nativePause)])].map(
        (note) => (
          <p key={note} className="support">
            {printable(note, 600)}
          </p>
        ),
      )}
      {cards.map(({ key, title, about, parts }) => (
        <article key={key} className="stack-card">
          <h4 className="row">
            <Name text={title} limit={120} className="medium" />
            <span className="about cut">{printable(about, 300)}</span>
          </h4>
          {parts.map(({ source, frames }) => (
            <ol key={source} aria-label={source}>
              {frames.map((frame, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a stack may hold one frame several times
                <li key={index} className="row">
                  <span className="stack-source about">{index === 0 ? source : ''}</span>
                  <Name text={frame.name} limit={200} className="mono cut" />
                  <Name text={frame.place} limit={300} className="mono support cut" />
                </li>
              ))}
            </ol>
          ))}
        </article>
      ))}
    </section>
  );
}
