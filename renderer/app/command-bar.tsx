import { Menu } from '@base-ui/react/menu';
import { Camera, ChevronDown, Flag, FolderOpen, Plus, Repeat, Search, Square, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OpenSession } from '../../shared/api/sessions.js';
import { printable } from '../../shared/base/printable.js';
import { sizeText, timeText } from '../../shared/base/quantity.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { Key } from '../widgets/key.js';
import { Name } from '../widgets/name.js';
import { momentText } from '../widgets/numbers.js';
import { RuntimeBadge } from '../widgets/runtime-badge.js';
import { OverheadMeter } from './overhead-meter.js';
import { SessionMenu } from './session-menu.js';
import { useActions } from './use-actions.js';
import { words } from './words.js';

/** What one records and what one can do about it; what we cost; the way to everything else. */
export function CommandBar() {
  const { layout } = useWorkspace();
  const session = useCurrentSession();
  const screen = usePart(layout, (state) => state.screen);
  const actions = useActions();
  return (
    <header className={session?.live ? 'command-bar recording-bar' : 'command-bar'}>
      <button type="button" className="mark" aria-label="Leakscope" onClick={() => layout.show('attach')}>
        <Mark />
      </button>
      <TargetPicker session={session} />
      <span className="bar-line" />
      {session && screen === 'session' ? (
        <>
          <RecordingState session={session} />
          {session.live && (
            <>
              <span className="bar-line" />
              <Button
                icon={Camera}
                hint="S"
                disabled={!actions.snapshot}
                title={actions.snapshot ? undefined : words.cannotSnapshot}
                onClick={actions.snapshot}
              >
                {words.snapshot}
              </Button>
            </>
          )}
          <Button icon={Flag} hint="M" className="bar-mark" onClick={() => layout.openSheet('mark')}>
            {words.mark}
          </Button>
          {session.live && (
            <Button
              icon={Repeat}
              hint="N"
              disabled={!actions.snapshot}
              title={words.repeatCommand}
              onClick={() => layout.openSheet('repeat')}
              className="wide-only"
            >
              {words.repeat}
            </Button>
          )}
          {session.live && (
            <Button
              icon={Trash2}
              hint="G"
              disabled={!actions.collect}
              onClick={actions.collect}
              className="wide-only"
            >
              {words.collect}
            </Button>
          )}
          <SessionMenu />
        </>
      ) : (
        <>
          <Button kind="bare" icon={FolderOpen} hint="Ctrl O" onClick={() => layout.openSheet('open')}>
            {words.openFile}
          </Button>
          <Button kind="bare" icon={Plus} hint="Ctrl R" onClick={() => layout.openSheet('launch')}>
            {words.startProgram}
          </Button>
        </>
      )}
      <span className="grow" />
      <OverheadMeter />
      <button
        type="button"
        className="palette-button"
        title={words.goOrRun}
        onClick={() => layout.openSheet('palette')}
      >
        <Search size={14} strokeWidth={1.75} aria-hidden />
        {/* The button's name, also where there is no room for the word. */}
        <span className="visually-hidden">{words.goOrRun}</span>
        <span className="about wide-only palette-word" aria-hidden>
          {words.goOrRun}
        </span>
        <Key>Ctrl K</Key>
      </button>
    </header>
  );
}

function TargetPicker({ session }: { readonly session: OpenSession | undefined }) {
  const { selection, layout, commands, sessions } = useWorkspace();
  const open = usePart(sessions, (state) => state.open);
  const target = usePart(selection, (state) => state.target);
  const chosen = session?.info.targets.find(({ id }) => id === target) ?? session?.info.targets[0];
  return (
    <Menu.Root>
      <Menu.Trigger className="button target-picker" title={words.pickerAbout}>
        {chosen ? (
          <>
            <Name
              text={chosen.pid > 0 ? `${chosen.pid} ${chosen.name}` : chosen.name}
              limit={40}
              className="cut strong"
            />
            {session && session.info.targets.length > 1 && (
              <span className="about">{words.processes(session.info.targets.length)}</span>
            )}
          </>
        ) : (
          <span className="strong">{words.noTarget}</span>
        )}
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="floating">
          <Menu.Popup className="menu">
            {session?.info.targets.slice(0, 60).map((one) => (
              <Menu.Item key={one.id} className="menu-item" onClick={() => selection.pointAtTarget(one.id)}>
                <span className="cut grow">
                  {one.pid > 0 && `${one.pid} `}
                  <Name text={one.name} limit={60} />
                </span>
                <RuntimeBadge runtime={one.runtime} />
              </Menu.Item>
            ))}
            {session && <Menu.Separator className="menu-line" />}
            {open
              .filter(({ id }) => id !== session?.id)
              .map(({ id, name }) => (
                <Menu.Item key={id} className="menu-item" onClick={() => commands.show(id)}>
                  <Name text={name} limit={60} className="cut" />
                </Menu.Item>
              ))}
            <Menu.Item className="menu-item" onClick={() => layout.show('attach')}>
              {words.attachOther}
              <span className="grow" />
              <Key>A</Key>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function RecordingState({ session }: { readonly session: OpenSession }) {
  const { commands } = useWorkspace();
  const duration = useRunning(session);
  if (!session.live)
    return (
      <span className="recording-state" title={`${words.stateAbout}\n${printable(session.path, 1000)}`}>
        <span className="strong">{words.offline}</span>
        {!session.info.complete && (
          <span className="badge badge-med" title={words.incompleteAbout}>
            {words.incomplete}
          </span>
        )}
        <span className="support">{session.info.duration > 0 && timeText(session.info.duration)}</span>
        <span className="about">{sizeText(session.fileSize)}</span>
      </span>
    );
  return (
    <>
      <span className="recording-state" title={`${words.stateAbout}\n${printable(session.path, 1000)}`}>
        <span className="recording-light" aria-hidden />
        <span className="strong wide-only">{words.recording}</span>
        <span>{momentText(duration, 0)}</span>
        <span className="about">{sizeText(session.fileSize)}</span>
      </span>
      <Button
        className="stop"
        aria-label={words.stop}
        title={words.stop}
        onClick={() => void commands.stop(words.stopping)}
      >
        <Square size={11} fill="currentColor" strokeWidth={0} aria-hidden />
      </Button>
    </>
  );
}

/** The length of a live session goes on between two answers of the engine. */
function useRunning({ live, info }: OpenSession): number {
  const [, setBeat] = useState(0);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setBeat((was) => was + 1), 1000);
    return () => clearInterval(timer);
  }, [live]);
  return live ? Math.max(info.duration, Date.now() - Date.parse(info.startedAt)) : info.duration;
}

function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect width="18" height="18" rx="4" fill="var(--accent-bg)" />
      <path
        d="M3.5 13.5h3v-3h3v-3h3v-3h2"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="6" cy="6" r="1.3" fill="var(--on-accent)" />
    </svg>
  );
}
