import { X } from 'lucide-react';
import { useCallback, useDeferredValue, useId, useState } from 'react';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

/** Names that are offered while one types. */
const OFFERED = 20;
/** A name that is longer is no choice of a list. */
const LONGEST = 1000;

/** The class whose rows alone are shown; nothing where none is chosen. */
export function ClassChip() {
  const { heapView } = useWorkspace();
  const chosen = usePart(heapView, ({ className }) => className);
  if (chosen === undefined) return null;
  return (
    <button
      type="button"
      className="chip heap-within"
      aria-pressed
      aria-label={words.everyClass(chosen.slice(0, 200))}
      title={words.classAbout}
      onClick={() => heapView.change({ className: undefined })}
    >
      <Name text={chosen} limit={200} className="cut" />
      <X size={12} aria-hidden />
    </button>
  );
}

/** One class by its whole name, typed or chosen of those that the snapshot has; where one is chosen its chip stands instead. */
export function ClassChoice({ snapshot }: { readonly snapshot: SnapshotId }) {
  const { heapView } = useWorkspace();
  return usePart(heapView, ({ className }) => className) === undefined && <ClassField snapshot={snapshot} />;
}

function ClassField({ snapshot }: { readonly snapshot: SnapshotId }) {
  const { services } = useEngine();
  const { heapView } = useWorkspace();
  const id = useId();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const ask = useCallback(
    () =>
      services.snapshots.classes(snapshot, {
        // Between slashes it would be an expression: a path in a name is found by what stands before.
        filter: { text: wanted.startsWith('/') ? '' : wanted },
        sort: { by: 'retainedSize', descending: true },
        page: { from: 0, count: OFFERED },
      }),
    [services, snapshot, wanted],
  );
  const { answer } = useAnswer(wanted === '' ? undefined : ask);
  const names = (answer?.rows ?? []).map(({ name }) => name).filter((name) => name.length <= LONGEST);
  const choose = (className: string): void => {
    if (className !== '') heapView.change({ className });
  };
  return (
    <label className="choice heap-class">
      <span className="support">{words.ofClass}</span>
      <input
        className="field"
        list={id}
        placeholder={words.any}
        value={typed}
        maxLength={LONGEST}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target, nativeEvent }) => {
          setTyped(target.value);
          // Of the list: a name that is typed may go on.
          const isPicked =
            !(nativeEvent instanceof InputEvent) || nativeEvent.inputType === 'insertReplacementText';
          if (isPicked && names.includes(target.value)) choose(target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(typed.trim());
          if (event.key === 'Escape' && typed !== '') {
            event.stopPropagation();
            setTyped('');
          }
        }}
      />
      <datalist id={id}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  );
}
