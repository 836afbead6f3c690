import { Redo2, Undo2, X } from 'lucide-react';
import { nameInKey } from '../../../shared/analysis/allocations/function-key.js';
import { printable } from '../../../shared/base/printable.js';
import type { CallStep } from '../../state/call-view.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

/** What was focused, dropped and merged, each to be taken back alone; and the way back and forth through all. */
export function StepChips({ steps }: { readonly steps: readonly CallStep[] }) {
  const { callView } = useWorkspace();
  const some = steps.some(({ kind }) => kind !== 'runtime' && kind !== 'recursion');
  if (!some && !callView.canUndo() && !callView.canRedo()) return null;
  return (
    <div className="row step-chips">
      <Button
        kind="bare"
        icon={Undo2}
        aria-label={words.undo}
        title={words.undo}
        disabled={!callView.canUndo()}
        onClick={callView.undo}
      />
      <Button
        kind="bare"
        icon={Redo2}
        aria-label={words.redo}
        title={words.redo}
        disabled={!callView.canRedo()}
        onClick={callView.redo}
      />
      {steps.map((step, index) => {
        if (step.kind === 'runtime' || step.kind === 'recursion') return null;
        const text = stepText(step);
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place among the others
            key={index}
            type="button"
            className="chip step-chip"
            aria-pressed
            title={words.removeStep(text)}
            onClick={() => callView.setSteps(steps.filter((_, at) => at !== index))}
          >
            <bdi className="cut">{text}</bdi>
            <X size={12} aria-hidden />
          </button>
        );
      })}
    </div>
  );
}

function stepText(step: CallStep): string {
  if (!('key' in step) && step.kind !== 'call') return words.steps[step.kind];
  const name = nameInKey(step.kind === 'call' ? (step.path.at(-1) ?? '') : step.key);
  return words.steps[step.kind](printable(name, 40) || words.anonymous);
}
