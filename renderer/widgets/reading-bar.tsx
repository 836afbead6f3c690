import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { countText } from '../../shared/base/quantity.js';
import { Button } from './button.js';
import { momentText } from './numbers.js';
import { SearchField } from './search-field.js';
import { Segments } from './segments.js';
import './reading-bar.css';

/** Which readings a table shows: one, or the difference of two; ms since the session began. */
export interface ShownReadings {
  readonly at: number;
  readonly from?: number;
  /** Every time at which there is one. */
  readonly points: readonly number[];
}

interface ReadingBarProps<By extends string> {
  /** Before all else. */
  readonly tabs?: ReactNode;
  readonly by: By;
  readonly choices: readonly { readonly value: By; readonly text: string }[];
  readonly onBy: (by: By) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly times: ShownReadings | undefined;
  /** Reads anew; undefined where there is nothing to read. */
  readonly onRead: (() => void) | undefined;
}

/** Over a table of what was read now and then: which rows, the filter, the times that are compared, a button to read now. */
export function ReadingBar<By extends string>({
  tabs,
  by,
  choices,
  onBy,
  text,
  onText,
  times,
  onRead,
}: ReadingBarProps<By>) {
  return (
    <div className="reading-bar row">
      {tabs}
      <Segments<By> label={words.rows} value={by} options={choices} onChange={onBy} />
      <SearchField label={words.filter} value={text} onChange={onText} className="reading-bar-search" />
      <span className="grow" />
      {times && (
        <span className="about" title={words.timesAbout(times.points.length)}>
          {isCompared(times)
            ? words.between(momentText(times.from ?? 0), momentText(times.at))
            : words.at(momentText(times.at))}
        </span>
      )}
      {onRead && (
        <Button icon={RefreshCw} title={words.readAbout} onClick={onRead}>
          {words.read}
        </Button>
      )}
    </div>
  );
}

/** Two different readings, so that there is a difference to show. */
export const isCompared = ({ from, at }: Pick<ShownReadings, 'from' | 'at'>): boolean =>
  from !== undefined && from !== at;

const words = {
  rows: 'Rows',
  filter: 'Filter by name',
  read: 'Read now',
  readAbout: 'Reads every mapping, thread and descriptor now and keeps them in the session. Stops nothing.',
  at: (at: string) => `as of ${at}`,
  between: (from: string, to: string) => `${from} to ${to}`,
  timesAbout: (points: number) =>
    `${countText(points)} readings in this session; those nearest at or before the ends of the range are compared.`,
} as const;
