import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { sessionId } from '../../shared/base/brand.js';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { frontWindow } from '../state/front-window.js';
import { useCurrentSession, usePart, useWorkspace } from '../state/workspace.js';
import { applyTheme } from '../theme/apply-theme.js';
import { AttachScreen } from '../views/attach/attach-screen.js';
import { CommandBar } from './command-bar.js';
import { LinkLost } from './link-lost.js';
import { RepeatBand } from './repeat-band.js';
import { SessionScreen } from './session-screen.js';
import { Sheets } from './sheets.js';
import { StatusBar } from './status-bar.js';
import { useKeys } from './use-keys.js';
import { words } from './words.js';
import './window.css';

/** Which session this tab shows: found again after a reload. */
const SHOWN = 'leakscope.shown';

/** The whole window: one bar above, one below, and between them the question or the session. */
export function Window() {
  const engine = useEngine();
  const { layout, sessions, commands } = useWorkspace();
  const screen = usePart(layout, (state) => state.screen);
  const theme = usePart(layout, (state) => state.theme);
  const session = useCurrentSession();
  const link = useStore(engine.link.state);
  useKeys();
  useEffect(() => applyTheme(theme), [theme]);
  const [front] = useState(() => frontWindow(localStorage, crypto.randomUUID()));
  useEffect(() => {
    if (document.hasFocus()) front.come();
    window.addEventListener('focus', front.come);
    return () => window.removeEventListener('focus', front.come);
  }, [front]);
  useEffect(() => {
    if (link.phase !== 'connected') return;
    // A live session is what one came for: the demo, a recording that the terminal started.
    void sessions.refresh().then(() => {
      const { open, current } = sessions.store.getState();
      const before = sessionStorage.getItem(SHOWN);
      const first = open.find(({ id }) => id === before) ?? open.find(({ live }) => live) ?? open[0];
      if (!current && first && link.times === 1) commands.show(first.id);
    });
    void sessions.refreshRecent();
  }, [link, sessions, commands]);
  useEffect(
    () =>
      engine.onEvent('show', (value) => {
        const { session: shown } = value as { session?: unknown };
        if (typeof shown !== 'string' || !front.isFront()) return;
        void sessions.refresh().then(() => commands.show(sessionId(shown)));
      }),
    [engine, sessions, commands, front],
  );
  useEffect(() => {
    if (session) sessionStorage.setItem(SHOWN, session.id);
  }, [session]);
  useEffect(() => {
    document.title = session ? `${printable(session.name, 100)} – Leakscope` : 'Leakscope';
  }, [session]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere; Ctrl O does the same
    <div
      className="window"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        for (const file of event.dataTransfer.files)
          void commands.open(() => engine.pathOf(file), words.opening(printable(file.name, 80)));
      }}
    >
      <CommandBar />
      {link.phase === 'lost' && <LinkLost since={link.since} />}
      {session && <RepeatBand session={session} />}
      {screen === 'session' && session ? <SessionScreen session={session} /> : <AttachScreen />}
      <StatusBar />
      <Sheets />
    </div>
  );
}
