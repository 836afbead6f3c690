import { useMemo } from 'react';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { THEMES } from '../state/layout.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { keyCommands } from './key-commands.js';
import { sessionCommands } from './session-commands.js';
import { useActions } from './use-actions.js';
import { words } from './words.js';

/** One thing that can be done, with the key that does it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly key?: string;
  /** A pane answers the key by itself: here it is only shown. */
  readonly ofPane?: true;
  run(): void;
}

/** Everything that can be done now: for the palette, the keys and the shell's menu. */
export function useCommands(): readonly Command[] {
  const workspace = useWorkspace();
  const { layout, span, commands, sessions, places } = workspace;
  const { shell } = useEngine();
  const session = useCurrentSession();
  const { open, recent } = usePart(sessions, (state) => state);
  const attachments = usePart(workspace.live, (state) => state.attachments);
  const actions = useActions();
  return useMemo(() => {
    /** In the app by its dialog, else by a path. */
    const saveAs = (part: boolean): void => {
      if (!session || (part && !span.store.getState().range)) return;
      if (!shell) {
        layout.openSheet(part ? 'part' : 'save');
        return;
      }
      void shell.saveDialog(session.name).then((path) => {
        if (path && part) void commands.savePart(path, words.savePart);
        else if (path) void commands.saveCopy(path, words.saveCopy);
      });
    };
    const all: (Command | undefined | false)[] = [
      actions.snapshot && { id: 'snapshot', title: words.snapshot, key: 'S', run: actions.snapshot },
      actions.collect && { id: 'collect', title: words.collect, key: 'G', run: actions.collect },
      actions.stop && { id: 'stop', title: words.stop, run: actions.stop },
      { id: 'attach', title: words.attach, key: 'A', run: () => layout.show('attach') },
      { id: 'open', title: words.openFile, key: 'Ctrl O', run: () => layout.openSheet('open') },
      { id: 'launch', title: words.startProgram, key: 'Ctrl R', run: () => layout.openSheet('launch') },
      {
        id: 'address',
        title: words.attachAddress,
        key: 'Ctrl I',
        run: () => layout.openSheet('address'),
      },
      { id: 'undo', title: words.undo, key: 'Ctrl Z', run: () => void places.undo() },
      { id: 'redo', title: words.redo, key: 'Ctrl Shift Z', run: () => void places.redo() },
      { id: 'back', title: words.goBack, key: 'Alt ←', run: () => void places.back() },
      { id: 'forward', title: words.goForward, key: 'Alt →', run: () => void places.forward() },
      ...(session ? [...sessionCommands(workspace, session, saveAs), ...keyCommands(workspace)] : []),
      ...(session?.live ? attachments : [])
        .filter(({ phase }) => phase === 'attached')
        .map(({ target, pid }) => ({
          id: `detach-${target}`,
          title: words.detach(
            printable(`${pid} ${session?.info.targets.find(({ id }) => id === target)?.name ?? ''}`, 80),
          ),
          run: () => void commands.detach(target, words.detaching),
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
      // A browser's tab has a state of its own; the app's menu opens windows.
      !shell && { id: 'window', title: words.newWindow, run: () => void window.open(document.baseURI) },
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        title: words.themes[theme],
        run: () => layout.setTheme(theme),
      })),
      { id: 'keys', title: words.allKeys, key: '?', run: () => layout.openSheet('keys') },
    ];
    return all.filter((command) => typeof command === 'object');
  }, [workspace, actions, session, open, recent, layout, span, commands, places, shell, attachments]);
}
