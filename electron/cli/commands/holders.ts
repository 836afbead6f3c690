import { printable } from '../../../shared/base/printable.js';
import { countText, sizeText, timeText } from '../../../shared/base/quantity.js';
import type { Neighbours } from '../../../shared/model/live-objects.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { pathText } from './paths.js';

export interface HoldersOptions {
  readonly class: string;
  readonly limit: number;
  readonly whole?: boolean;
}

/** Who holds the objects of a class in a running program, now. */
export async function holders(
  { host, screen, signal }: CommandContext,
  pid: number,
  { class: className, limit: most, whole }: HoldersOptions,
): Promise<ExitStatus> {
  const found = await host.holders(
    pid,
    { className, most, ...(whole && { whole }) },
    {
      signal,
      onWait: screen.waiting,
      onProgress: ({ done, phase }) => screen.progress(done, phase),
      onEstimate: ({ pause, extraMemory }) =>
        screen.say(`expected: pause ${timeText(pause)}, extra memory ${sizeText(extraMemory)}`),
    },
  );
  const { count, objects = [], paths = [], cost } = found;
  if (cost) screen.say(`it stood still for ${timeText(cost.pause)}; the snapshot is kept nowhere`);
  screen.answer({ pid, class: className, ...found }, () =>
    [
      ...(count === undefined ? [] : [`${countText(count)} live objects; ${objects.length} asked about`]),
      ...objects.map(holdersText),
      ...(objects[0]?.note ? [objects[0].note, 'Ask with --whole for those: it takes a snapshot.'] : []),
      ...paths.map(pathText),
    ].join('\n\n'),
  );
  return 0;
}

function holdersText({ object, total, rows }: Neighbours): string {
  const head = `${printable(object.type, 100)}${idText(object.id)}: ${totalText(total)}`;
  const lines = rows.map(
    ({ edge, type, id }) => `  ${printable(edge, 100)}  in  ${printable(type, 100)}${idText(id)}`,
  );
  return [head, ...lines].join('\n');
}

const totalText = (total: number): string =>
  total === 0 ? 'no holder that is seen' : total === 1 ? '1 holder' : `${countText(total)} holders`;

/** What was made since the last snapshot, or with none before, has no id. */
const idText = (id: number): string => (id > 0 ? ` @${id}` : '');
