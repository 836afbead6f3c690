import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useMemo } from 'react';
import { useEngine } from '../connection/engine.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { momentText } from '../widgets/numbers.js';
import { AddressSheet } from './address-sheet.js';
import { AskSheet } from './ask-sheet.js';
import { ExportSheet } from './export-sheet.js';
import { useFocusBack } from './focus-back.js';
import { KeysSheet } from './keys-sheet.js';
import { NoteSheet } from './note-sheet.js';
import { Palette } from './palette.js';
import { PreflightSheet } from './preflight-sheet.js';
import { RepeatSheet } from './repeat-sheet.js';
import { splitCommand } from './split-command.js';
import { words } from './words.js';

/** What floats over the window: one at a time, Escape puts it away. */
export function Sheets() {
  const { layout, commands, span } = useWorkspace();
  const { shell } = useEngine();
  const session = useCurrentSession();
  const sheet = usePart(layout, (state) => state.sheet);
  useFocusBack(sheet !== undefined);
  const close = (): void => layout.openSheet(undefined);
  const open = (path: string): void =>
    void commands.open(path, words.opening(path.split(/[/\\]/).at(-1) ?? path));
  // Where the pointer stood in the timeline when M was pressed, else now.
  const markAt = useMemo(() => (sheet === 'mark' ? span.pointer() : undefined), [sheet, span]);
  const content: Readonly<Record<NonNullable<typeof sheet>, () => ReactNode>> = {
    palette: () => <Palette onDone={close} />,
    keys: () => <KeysSheet />,
    mark: () => (
      <AskSheet
        title={markAt === undefined ? words.markTitle : words.markAtTitle(momentText(markAt))}
        field={words.markField}
        action={words.markDo}
        onDone={(text) => {
          close();
          void commands.mark(text, markAt);
        }}
      />
    ),
    repeat: () => session && <RepeatSheet session={session} onDone={close} />,
    open: () => (
      <AskSheet
        title={words.openTitle}
        field={words.openField}
        about={words.openAbout}
        action={words.openDo}
        mono
        onDone={(path) => {
          close();
          open(path.trim());
        }}
      >
        {shell && (
          <Button
            onClick={() => {
              close();
              void shell.openDialog().then((paths) => {
                for (const path of paths) open(path);
              });
            }}
          >
            {words.openFile} …
          </Button>
        )}
      </AskSheet>
    ),
    launch: () => (
      <AskSheet
        title={words.launchTitle}
        field={words.launchField}
        about={words.launchAbout}
        action={words.launchDo}
        mono
        onDone={(line) => {
          const [command, ...args] = splitCommand(line);
          close();
          if (command) void commands.launch({ command, args }, words.starting(command));
        }}
      />
    ),
    address: () => <AddressSheet onDone={close} />,
    preflight: () => <PreflightSheet onDone={close} />,
    export: () => session && <ExportSheet session={session} onDone={close} />,
    note: () => session && <NoteSheet session={session} onDone={close} />,
    rename: () => (
      <AskSheet
        title={words.renameTitle}
        field={words.renameField}
        action={words.renameDo}
        initial={session?.name}
        onDone={(name) => {
          close();
          void commands.rename(name.trim());
        }}
      />
    ),
    part: () => (
      <AskSheet
        title={words.partTitle}
        field={words.openField}
        about={words.partAbout}
        action={words.savePart}
        initial={session?.path.replace(/(\.leakscope)?$/, '-part.leakscope')}
        mono
        onDone={(path) => {
          close();
          void commands.savePart(path.trim(), words.savePart);
        }}
      />
    ),
    save: () => (
      <AskSheet
        title={words.saveTitle}
        field={words.openField}
        action={words.saveCopy}
        initial={session?.path.replace(/(\.leakscope)?$/, '-copy.leakscope')}
        mono
        onDone={(path) => {
          close();
          void commands.saveCopy(path.trim(), words.saveCopy);
        }}
      />
    ),
  };
  return (
    <Dialog.Root open={sheet !== undefined} onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`sheet sheet-${sheet}`}>{sheet && content[sheet]()}</Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
