import { useCallback } from 'react';
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
  const lines = answer?.text.split('\n') ?? [];
  if (line > lines.length || lines.length === 0) return null;
  const first = Math.max(1, line - AROUND);
  const shown = lines.slice(first - 1, line + AROUND).map((text) => text.replaceAll('\t', '  ').trimEnd());
  // What all of them are moved in by is left out: there is little room.
  const indent = Math.min(...shown.filter((text) => text !== '').map((text) => text.search(/\S/)));
  return (
    <ol className="finding-lines mono" start={first}>
      {shown.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its number is what a line is
        <li key={first + at} value={first + at} aria-current={first + at === line ? 'location' : undefined}>
          <span className="about number" aria-hidden>
            {first + at}
          </span>
          <bdi className="cut">{printable(text.slice(indent), LONGEST)}</bdi>
        </li>
      ))}
    </ol>
  );
}
