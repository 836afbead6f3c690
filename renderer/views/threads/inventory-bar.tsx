import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { InventoryTimes } from '../../../shared/api/inventory.js';
import { Button } from '../../widgets/button.js';
import { momentText } from '../../widgets/numbers.js';
import { SearchField } from '../../widgets/search-field.js';
import { Segments } from '../../widgets/segments.js';
import { words } from './words.js';

/** Which rows a table has. */
export type Rows = 'pattern' | 'start' | 'thread' | 'kind' | 'name' | 'descriptor';

interface InventoryBarProps<By extends Rows> {
  readonly tabs: ReactNode;
  readonly by: By;
  readonly choices: readonly By[];
  readonly onBy: (by: By) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly times: InventoryTimes | undefined;
  readonly take: ((title: string) => void) | undefined;
}

/** What rows there are, the filter, the times that are compared. */
export function InventoryBar<By extends Rows>({
  tabs,
  by,
  choices,
  onBy,
  text,
  onText,
  times,
  take,
}: InventoryBarProps<By>) {
  return (
    <div className="threads-bar row">
      {tabs}
      <Segments<By>
        label={words.rows}
        value={by}
        options={choices.map((value) => ({ value, text: words[value] }))}
        onChange={onBy}
      />
      <SearchField label={words.filter} value={text} onChange={onText} className="threads-search" />
      <span className="grow" />
      {times && (
        <span className="about" title={words.timesAbout(times.points.length)}>
          {isCompared(times)
            ? words.between(momentText(times.from ?? 0), momentText(times.at))
            : words.at(momentText(times.at))}
        </span>
      )}
      {take && (
        <Button icon={RefreshCw} title={words.readAbout} onClick={() => take(words.reading)}>
          {words.read}
        </Button>
      )}
    </div>
  );
}

/** Two different readings, so that there is a difference to show. */
export const isCompared = ({ from, at }: InventoryTimes): boolean => from !== undefined && from !== at;
