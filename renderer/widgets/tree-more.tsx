import { countText } from '../../shared/base/quantity.js';

interface TreeMoreProps {
  readonly level: number;
  /** Undefined while the rows are on their way. */
  readonly left: number | undefined;
  readonly onMore: () => void;
}

/** What is left of a branch, in place of a row. */
export function TreeMore({ level, left, onMore }: TreeMoreProps) {
  return (
    <span style={{ paddingInlineStart: 20 + level * 16 }}>
      {left === undefined ? (
        <span className="about">Loading …</span>
      ) : (
        <button type="button" className="link" onClick={onMore}>
          {countText(left)} more
        </button>
      )}
    </span>
  );
}
