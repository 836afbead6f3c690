import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { EXPORT_FORMATS, type ExportOptions, type OpenSession } from '../../shared/api/sessions.js';
import { useEngine } from '../connection/engine.js';
import { snapshotLetter } from '../state/snapshot-letter.js';
import { useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { Choice } from '../widgets/choice.js';
import { words } from './words.js';

type Format = ExportOptions['format'];

/** How a file of the format is called. */
const ENDING: Readonly<Record<string, string>> = {
  heapsnapshot: '.heapsnapshot',
  csv: '.csv',
  heapprofile: '.heapprofile',
  pprof: '.pb.gz',
  speedscope: '.speedscope.json',
  folded: '.folded',
  html: '.html',
};

/** Writes a part of the session for other tools: every format that the engine offers. */
export function ExportSheet({
  session,
  onDone,
}: {
  readonly session: OpenSession;
  readonly onDone: () => void;
}) {
  const { commands } = useWorkspace();
  const { shell } = useEngine();
  const { snapshots } = session.info;
  const [format, setFormat] = useState<Format>(snapshots.length > 0 ? 'heapsnapshot' : 'csv');
  const [snapshot, setSnapshot] = useState(String(snapshots.at(-1)?.id ?? ''));
  const named = (which: Format): string =>
    session.path.replace(/\.[^./\\]*$/, '') + (ENDING[which] ?? `.${which}`);
  const [path, setPath] = useState(() => named(format));
  const write = (to: string): void => {
    onDone();
    const which = format === 'heapsnapshot' && snapshot !== '' ? { snapshot: Number(snapshot) } : {};
    void commands.exportAs({ format, path: to, ...which }, words.exporting(format));
  };
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== '') write(path.trim());
      }}
    >
      <Dialog.Title className="card-name">{words.exportTitle}</Dialog.Title>
      <div className="row">
        <Choice<Format>
          label={words.exportFormat}
          value={format}
          options={EXPORT_FORMATS.map((value) => ({ value, text: words.formats[value] ?? value }))}
          onChange={(next) => {
            if (!next) return;
            setFormat(next);
            setPath(named(next));
          }}
        />
        {format === 'heapsnapshot' && snapshots.length > 0 && (
          <Choice
            label={words.snapshot}
            value={snapshot}
            options={snapshots.map(({ id }, index) => ({ value: String(id), text: snapshotLetter(index) }))}
            onChange={(id) => id && setSnapshot(id)}
          />
        )}
      </div>
      <p className="about">{words.formatAbout[format] ?? ''}</p>
      <label className="column ask-label">
        <span className="support">{words.exportPath}</span>
        <input
          className="field mono"
          value={path}
          maxLength={4000}
          spellCheck={false}
          onChange={(event) => setPath(event.target.value)}
        />
      </label>
      <div className="row">
        <button type="submit" className="button button-main" disabled={path.trim() === ''}>
          {words.exportDo}
        </button>
        {shell && (
          <Button
            onClick={() =>
              void shell
                .saveDialog(path.split(/[/\\]/).at(-1) ?? '')
                .then((chosen) => chosen && write(chosen))
            }
          >
            {words.choosePlace}
          </Button>
        )}
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>{words.cancel}</Dialog.Close>
      </div>
    </form>
  );
}
