import { countText, sizeText } from '../../shared/base/quantity.js';
import { CopyButton } from './copy-button.js';
import { Name } from './name.js';
import { edgeText, pathText } from './path-text.js';
import { words } from './words.js';
import './path-list.css';

interface Path {
  readonly count: number;
  readonly retainedSize: number;
  readonly steps: readonly {
    readonly edge: string;
    readonly edgeType: string;
    readonly name: string;
    readonly id?: number;
  }[];
}

const MOST_STEPS = 40;

/** Retaining paths, root first, each step one deeper; the last is what they hold. */
export function PathList({ paths, copy }: { readonly paths: readonly Path[]; readonly copy: string }) {
  return (
    <ol className="paths">
      {paths.map((path, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
        <li key={index} className="path">
          <header className="row" title={words.pathAbout}>
            <span className="strong">× {countText(path.count)}</span>
            <span className="support">{sizeText(path.retainedSize)}</span>
            <span className="grow" />
            <CopyButton text={() => pathText(path.steps)}>{copy}</CopyButton>
          </header>
          <ol className="selectable">
            {shortened(path.steps).map(({ step, at }) => (
              <li key={at} className="path-step mono" style={{ paddingInlineStart: Math.min(at, 12) * 12 }}>
                {at > 0 && (
                  <span className="path-elbow" aria-hidden>
                    └{' '}
                  </span>
                )}
                {step ? (
                  <>
                    {at > 0 && <span className="edge">{edgeText(step)} </span>}
                    <Name
                      text={step.name}
                      limit={120}
                      className={at === path.steps.length - 1 ? 'strong' : 'support'}
                    />
                  </>
                ) : (
                  '…'
                )}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

/** A long chain (a linked list) is shown by its ends. */
function shortened(
  steps: Path['steps'],
): readonly { readonly step?: Path['steps'][number]; readonly at: number }[] {
  const all = steps.map((step, at) => ({ step, at }));
  if (all.length <= MOST_STEPS) return all;
  const half = MOST_STEPS / 2;
  return [...all.slice(0, half), { at: half }, ...all.slice(-half)];
}
