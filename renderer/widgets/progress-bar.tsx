import './progress-bar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; absent while it cannot be told. */
  readonly done?: number;
}

export function ProgressBar({ label, done }: ProgressBarProps) {
  const percent = done === undefined ? undefined : Math.round(Math.min(1, Math.max(0, done)) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        className={percent === undefined ? 'progress-done progress-unknown' : 'progress-done'}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
