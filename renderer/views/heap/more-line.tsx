import type { Age } from '../../../shared/api/snapshots.js';
import { countText } from '../../../shared/base/quantity.js';
import { isDiffRow, type OpenedClass } from './heap-lines.js';
import { words } from './words.js';

interface MoreLineProps {
  readonly opened: OpenedClass;
  readonly onMore: () => void;
  readonly onAge: (age: Age) => void;
  /** Shows them in a table of their own, with its filters. */
  readonly onAll?: (() => void) | undefined;
}

/** Below the objects of a class: how many more there are, and those of another age. */
export function MoreLine({ opened, onMore, onAge, onAll }: MoreLineProps) {
  const { total, objects, row, age } = opened;
  const left = (total ?? 0) - objects.length;
  const others: readonly (readonly [Age, string])[] = isDiffRow(row)
    ? (
        [
          ['new', row.addedCount, words.showNew],
          ['deleted', row.removedCount, words.showDeleted],
          ['survived', row.survivedCount, words.showSurvived],
        ] as const
      )
        .filter(([other, count]) => other !== age && count > 0)
        .map(([other, count, text]) => [other, text(countText(count))] as const)
    : [];
  return (
    <span className="more-line row" title={words.about.rest}>
      {total === undefined ? (
        <span className="about">{words.loadingRows}</span>
      ) : left > 0 ? (
        <button type="button" className="link" onClick={onMore}>
          {words.more(countText(left), age)}
        </button>
      ) : (
        objects.length === 0 && <span className="about">{words.noObjects}</span>
      )}
      {others.map(([other, text]) => (
        <button key={other} type="button" className="link" onClick={() => onAge(other)}>
          {text}
        </button>
      ))}
      {onAll && total !== undefined && total > 0 && (
        <button type="button" className="link" onClick={onAll}>
          {words.inObjects}
        </button>
      )}
    </span>
  );
}
