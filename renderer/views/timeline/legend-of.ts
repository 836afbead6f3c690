import { LEDGER_LINES, LEDGER_PREFIX } from '../../../shared/model/ledger.js';
import { seriesDefinition } from '../../../shared/model/series.js';
import type { TargetInfo } from '../../../shared/model/session.js';
import { type Fill, ledgerFill } from '../../theme/ledger-colours.js';
import type { TimelineFeed } from './timeline-feed.js';
import { words } from './words.js';

export interface LegendLine extends Fill {
  readonly title: string;
  readonly about: string;
}

/** The fills of the RSS lanes, each once, as long as something is drawn in it. */
export function legendOf(feed: TimelineFeed, targets: readonly TargetInfo[]): readonly LegendLine[] {
  const lines = new Map<string, { readonly fill: Fill; title: string; readonly about: string[] }>();
  const add = (title: string, about: string, fill: Fill): void => {
    const key = `${fill.colour} ${fill.hatched === true}`;
    const line = lines.get(key) ?? { fill, title, about: [] };
    lines.set(key, line);
    if (!line.about.includes(about)) line.about.push(about);
  };
  for (const { id: target, runtime } of targets) {
    const names = feed.names(target);
    const drawn = LEDGER_LINES.filter(
      ({ id }) =>
        names.has(`${LEDGER_PREFIX}${id}`) &&
        feed.source(target, `${LEDGER_PREFIX}${id}`).whole.valueAt(Number.POSITIVE_INFINITY) > 0,
    );
    for (const { id, name, definition } of drawn) {
      const fill = ledgerFill(id, runtime.kind);
      // Mapped files, code and data are drawn as what is left of RSS is.
      if (fill.colour === 'm-file') continue;
      const title = id.startsWith('heap.')
        ? `${words.heap(runtime.kind)} ${id === 'heap.used' ? words.inUse : words.heldFree}`
        : name;
      add(title, `${name}: ${definition}`, fill);
    }
    if (drawn.length > 0) continue;
    if (names.has('heap.committed'))
      add(words.heap(runtime.kind), seriesDefinition('heap.committed').definition, {
        colour: runtime.kind === 'cpython' ? 'm-py' : 'm-v8',
      });
    if (names.has('external'))
      add(words.external, seriesDefinition('external').definition, { colour: 'm-ext' });
  }
  const rest = { title: words.other, about: words.otherAbout, colour: 'm-file' } as const;
  return [
    ...[...lines.values()].map(({ fill, title, about }) => ({ ...fill, title, about: about.join('\n') })),
    rest,
  ];
}
