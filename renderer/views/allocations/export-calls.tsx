import { Menu } from '@base-ui/react/menu';
import { Share2 } from 'lucide-react';
import { CALL_FORMATS, type CallFormat } from '../../calls/call-jobs.js';
import { pageShaper } from '../../calls/page-shaper.js';
import { useWorkspace } from '../../state/workspace.js';
import { saveBytes } from '../../widgets/save-text.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

const ENDING: Readonly<Record<CallFormat, string>> = {
  heapprofile: '.heapprofile',
  pprof: '.pb.gz',
  speedscope: '.speedscope.json',
  folded: '.folded',
  csv: '.csv',
};

interface ExportCallsProps {
  readonly shown: ShownCalls;
  /** Of the session. */
  readonly name: string;
  readonly unit: 'bytes' | 'count';
  readonly interval?: number;
  readonly narrow: boolean;
}

/** What is shown now, its range, steps and comparison, as a file of another tool. */
export function ExportCalls({ shown, name, unit, interval, narrow }: ExportCallsProps) {
  const { tasks } = useWorkspace();
  const { tree, shape, upright } = shown;
  const compared = upright.base !== undefined;
  const written = (format: CallFormat): Promise<Uint8Array> =>
    pageShaper().write(tree, shape, format, { name, unit, ...(interval ? { interval } : {}) });
  const save = (format: CallFormat): void =>
    void tasks.run(words.exporting(format), async () =>
      saveBytes(name + ENDING[format], await written(format), 'application/octet-stream'),
    );
  const copy = (): void =>
    void written('folded')
      .then((bytes) => navigator.clipboard.writeText(new TextDecoder().decode(bytes)))
      .then(() => tasks.say({ kind: 'done', message: words.exported }), tasks.fail);
  return (
    <Menu.Root>
      <Menu.Trigger
        className="button button-bare"
        title={words.exportAbout}
        aria-label={words.exportCalls}
        data-export-calls
      >
        <Share2 size={14} strokeWidth={1.75} aria-hidden />
        {narrow ? undefined : <span className="cut">{words.exportCalls}</span>}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="floating">
          <Menu.Popup className="menu">
            {CALL_FORMATS.map((format) => (
              <Menu.Item key={format} className="menu-item export-item" onClick={() => save(format)}>
                <span className="column grow">
                  <span>{words.exportFormats[format]}</span>
                  <span className="about">
                    {compared ? words.exportCompared[format] : words.exportFor[format]}
                  </span>
                </span>
              </Menu.Item>
            ))}
            <Menu.Item className="menu-item" onClick={copy}>
              <span className="grow">{words.exportFolded}</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
