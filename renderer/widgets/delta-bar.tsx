import './delta-bar.css';

/** A change that is no part of the largest has none: its number says what it is. */
const UNSEEN = 0.002;

/** A bar as long as the share of a change: orange grew, cyan shrank. The number beside it says the same. */
export function DeltaBar({ value, most }: { readonly value: number; readonly most: number }) {
  const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
  return (
    <span className="delta-bar" aria-hidden>
      {share > UNSEEN && (
        <span
          className={value > 0 ? 'delta-grew' : 'delta-shrank'}
          style={{ width: `max(2px, ${share * 100}%)` }}
        />
      )}
    </span>
  );
}
