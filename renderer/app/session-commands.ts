import type { OpenSession } from '../../shared/api/sessions.js';
import { snapshotId } from '../../shared/base/brand.js';
import { printable } from '../../shared/base/printable.js';
import type { HeapTable } from '../state/heap-view.js';
import { PANES } from '../state/layout.js';
import { snapshotLetter } from '../state/snapshot-letter.js';
import type { Workspace } from '../state/workspace.js';
import { momentText } from '../widgets/numbers.js';
import type { Command } from './commands.js';
import { words } from './words.js';

/** Rows of one kind that the palette has. */
const MOST = 200;
const TABLES: readonly HeapTable[] = ['classes', 'objects', 'dominators', 'strings'];
/** A mark is shown with so much around it, ms. */
const AROUND = 15_000;

/** Everything that can be done to a session and gone to in it. */
export function sessionCommands(
  { layout, span, commands, selection, heapView, repeat, overlay, sessions }: Workspace,
  session: OpenSession,
  saveAs: (part: boolean) => void,
): readonly (Command | false)[] {
  const { info, id, live } = session;
  const lookAround = (at: number): void =>
    span.look({ from: Math.max(0, at - AROUND), to: at + AROUND }, false, true);
  return [
    { id: 'mark', title: words.markTitle, key: 'M', run: () => layout.openSheet('mark') },
    live && {
      id: 'repeat',
      title: words.repeatCommand,
      key: 'N',
      run: () => {
        const { now } = repeat.store.getState();
        if (now?.session === id) void repeat.once(words.snapshot);
        else layout.openSheet('repeat');
      },
    },
    { id: 'note', title: words.noteCommand, run: () => layout.openSheet('note') },
    { id: 'save-copy', title: words.saveCopy, run: () => saveAs(false) },
    { id: 'save-part', title: words.savePart, run: () => saveAs(true) },
    { id: 'export', title: words.exportCommand, key: 'X', run: () => layout.openSheet('export') },
    !live && { id: 'rename', title: words.renameCommand, run: () => layout.openSheet('rename') },
    !live && { id: 'close', title: words.closeSession, run: () => void commands.close(id) },
    { id: 'whole', title: words.everything, run: () => span.select(undefined) },
    { id: 'fit', title: words.fit, key: 'F', run: () => span.look(undefined, live, true) },
    ...sessions.store
      .getState()
      .open.filter((one) => one.id !== id && one.info.series.length > 0)
      .slice(0, MOST)
      .map((one) => ({
        id: `overlay-${one.id}`,
        title: words.layOver(printable(one.name, 80)),
        run: () => overlay.lay(one.id),
      })),
    { id: 'overlay-off', title: words.noOverlay, run: overlay.clear },
    live && {
      id: 'follow',
      title: words.follow,
      key: 'L',
      run: () => {
        const { view, following } = span.store.getState();
        span.look(view, !following);
      },
    },
    ...PANES.map((pane, index) => ({
      id: `pane-${pane}`,
      title: words.panes[pane],
      key: String(index + 1),
      run: () => layout.openPane(pane),
    })),
    ...TABLES.map((table) => ({
      id: `table-${table}`,
      title: words.tableOf(words.tables[table]),
      run: () => {
        heapView.change({ table });
        layout.openPane('heap');
      },
    })),
    { id: 'clear-filters', title: words.clearFilters, run: heapView.clear },
    ...info.targets.slice(0, MOST).map((target) => ({
      id: `target-${target.id}`,
      title: `${target.pid || ''} ${printable(target.name, 80)}`.trim(),
      run: () => {
        selection.pointAtTarget(target.id);
        layout.show('session');
      },
    })),
    ...info.snapshots.slice(0, MOST).flatMap(({ id: number }, index) => {
      const snapshot = snapshotId(`${id}/${number}`);
      const show = (run: () => void) => (): void => {
        run();
        layout.openPane('heap');
      };
      const { base, compared } = selection.store.getState();
      return [
        {
          id: `look-${number}`,
          title: words.lookAt(snapshotLetter(index)),
          run: show(() => selection.compare(snapshot === base ? undefined : base, snapshot)),
        },
        {
          id: `base-${number}`,
          title: words.compareWith(snapshotLetter(index)),
          run: show(() => selection.compare(snapshot, compared === snapshot ? undefined : compared)),
        },
      ];
    }),
    ...info.marks
      .filter(({ kind }) => kind === 'note')
      .slice(-MOST)
      .map(({ at, text }, index) => ({
        id: `mark-${index}`,
        title: `${words.goToMark(printable(text, 80))} ${momentText(at)}`,
        run: () => lookAround(at),
      })),
  ];
}
