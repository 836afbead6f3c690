import { useMemo } from 'react';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { PANES, THEMES } from '../state/layout.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { useActions } from './use-actions.js';
import { words } from './words.js';

/** One thing that can be done, with the key that does it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly key?: string;
  run(): void;
}

/** Everything that can be done now: for the palette and for the shell's menu. */
export function useCommands(): readonly Command[] {
  const { layout, span, commands, sessions, selection } = useWorkspace();
  const { shell } = useEngine();
  const session = useCurrentSession();
  const { open, recent } = usePart(sessions, (state) => state);
  const actions = useActions();
  return useMemo(() => {
    const all: (Command | undefined | false)[] = [
      actions.snapshot && { id: 'snapshot', title: words.snapshot, key: 'S', run: actions.snapshot },
      session && { id: 'mark', title: words.markTitle, key: 'M', run: () => layout.openSheet('mark') },
      actions.collect && { id: 'collect', title: words.collect, key: 'G', run: actions.collect },
      actions.stop && { id: 'stop', title: words.stop, run: actions.stop },
      { id: 'attach', title: words.attach, key: 'A', run: () => layout.show('attach') },
      { id: 'open', title: words.openFile, key: 'Ctrl O', run: () => layout.openSheet('open') },
      { id: 'launch', title: words.startProgram, key: 'Ctrl R', run: () => layout.openSheet('launch') },
      session && {
        id: 'save-copy',
        title: words.saveCopy,
        run: () => {
          if (!shell) return layout.openSheet('save');
          void shell.saveDialog(session.name).then((path) => {
            if (path) void commands.saveCopy(path, words.saveCopy);
          });
        },
      },
      session && { id: 'whole', title: words.everything, run: () => span.select(undefined) },
      ...(session
        ? PANES.map((pane, index) => ({
            id: `pane-${pane}`,
            title: words.panes[pane],
            key: String(index + 1),
            run: () => layout.openPane(pane),
          }))
        : []),
      ...(session?.info.targets ?? []).slice(0, 200).map(({ id, pid, name }) => ({
        id: `target-${id}`,
        title: `${pid || ''} ${printable(name, 80)}`.trim(),
        run: () => {
          selection.pointAtTarget(id);
          layout.show('session');
        },
      })),
      ...open
        .filter(({ id }) => id !== session?.id)
        .map(({ id, name }) => ({
          id: `session-${id}`,
          title: printable(name, 100),
          run: () => commands.show(id),
        })),
      ...recent
        .filter(({ path }) => !open.some((one) => one.path === path))
        .map(({ path, name }) => ({
          id: `recent-${path}`,
          title: printable(name, 100),
          run: () => void commands.open(path, words.opening(printable(name, 60))),
        })),
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        title: words.themes[theme],
        run: () => layout.setTheme(theme),
      })),
      { id: 'keys', title: words.allKeys, key: '?', run: () => layout.openSheet('keys') },
    ];
    return all.filter((command) => typeof command === 'object');
  }, [actions, session, open, recent, layout, span, commands, selection, shell]);
}
