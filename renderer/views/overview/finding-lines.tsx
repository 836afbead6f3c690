import { useCallback, useMemo } from 'react';
import type { Finding } from '../../../shared/api/findings.js';
import type { SessionId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { useEngine } from '../../connection/engine.js';
import { useAnswer } from '../../state/use-answer.js';

interface FindingLinesProps {
  readonly session: SessionId;
  readonly finding: Finding;
}

/** Lines before and after the one that is meant. */
const AROUND = 2;
const LONGEST = 200;

/** The line that a finding points at with those around it; nothing where its file cannot be read. */
export function FindingLines({ session, finding: { location, target } }: FindingLinesProps) {
  const { services } = useEngine();
  const { file, line = 0 } = location ?? {};
  const ask = useCallback(
    () => services.sources.text(session, { target, file: file ?? '' }),
    [services, session, target, file],
  );
  const { answer } = useAnswer(file && line > 0 ? ask : undefined);
  const text = answer?.text;
  // A file of megabytes is cut up once, not with each new sample of the session.
  const { first, shown } = useMemo(() => linesAround(text ?? '', line), [text, line]);
  if (shown.length === 0) return null;
  return (
    <ol className="finding-lines mono" start={first}>
      {shown.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its number is what a line is
        <li key={first + at} value={first + at} aria-current={first + at === line ? 'location' : undefined}>
          <span className="about number" aria-hidden>
            {first + at}
          </span>
          <bdi className="cut">{printable(text, LONGEST)}</bdi>
        </li>
      ))}
    </ol>
  );
}

interface LinesAround {
  /** Number of the first, from 1. */
  readonly first: number;
  /** None where the text has no such line. */
  readonly shown: readonly string[];
}

/** A line with those around it, without what all of them are moved in by: there is little room. */
export function linesAround(text: string, line: number): LinesAround {
  const first = Math.max(1, line - AROUND);
  const lines = text.split('\n');
  if (text === '' || line < 1 || line > lines.length) return { first, shown: [] };
  const shown = lines.slice(first - 1, line + AROUND).map((one) =>
    one
      .slice(0, 2 * LONGEST)
      .replaceAll('\t', '  ')
      .trimEnd(),
  );
  const indent = Math.min(...shown.filter((one) => one !== '').map((one) => one.search(/\S/)));
  return { first, shown: shown.map((one) => one.slice(Number.isFinite(indent) ? indent : 0)) };
}
