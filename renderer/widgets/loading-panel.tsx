import { Button } from './button.js';
import { ProgressBar } from './progress-bar.js';
import { TroubleCard } from './trouble-card.js';
import './loading-panel.css';

type State =
  | { readonly phase: 'loading'; readonly done?: number; readonly doing?: string; cancel(): void }
  | { readonly phase: 'failed'; readonly message: string; readonly remedy?: string; again(): void };

interface LoadingPanelProps {
  readonly state: State;
  readonly title: string;
  readonly cancel: string;
  readonly again: string;
}

/** In the place of what is being loaded: how far it is and how to stop it, or why it failed and how to try again. */
export function LoadingPanel({ state, title, cancel, again }: LoadingPanelProps) {
  return (
    <div className="loading-panel">
      {state.phase === 'loading' ? (
        <div className="loading-body" role="status">
          <p className="medium">{title}</p>
          <ProgressBar label={title} done={state.done} />
          <div className="row">
            <span className="about grow">{state.doing}</span>
            <Button kind="bare" onClick={state.cancel}>
              {cancel}
            </Button>
          </div>
        </div>
      ) : (
        <TroubleCard message={state.message} remedy={state.remedy}>
          <Button onClick={state.again}>{again}</Button>
        </TroubleCard>
      )}
    </div>
  );
}
