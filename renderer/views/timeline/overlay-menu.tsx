import { Menu } from '@base-ui/react/menu';
import { Check, Layers2 } from 'lucide-react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { marksInBoth } from '../../state/overlay.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { words } from './words.js';

/** Marks of one session that are offered. */
const MOST = 12;

/** Which other session lies over the timeline, and where both begin. */
export function OverlayMenu({ session }: { readonly session: OpenSession }) {
  const { overlay, sessions, layout } = useWorkspace();
  const over = usePart(overlay, (state) => state);
  const others = usePart(sessions, (state) => state.open).filter(
    ({ id, info }) => id !== session.id && info.series.length > 0,
  );
  const on = others.some(({ id }) => id === over.session);
  return (
    <Menu.Root>
      <Menu.Trigger
        className="button button-plain button-low"
        aria-label={words.overlay}
        title={words.overlayAbout}
        data-on={on || undefined}
      >
        <Layers2 size={14} strokeWidth={1.75} aria-hidden />
        <span className="overlay-word">{words.overlay}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="floating">
          <Menu.Popup className="menu">
            {others.length === 0 && <p className="menu-item about">{words.overlayNone}</p>}
            {others.flatMap(({ id, name, info }) => [
              <Menu.Item key={id} className="menu-item" onClick={() => overlay.lay(id)}>
                <span className="menu-check">
                  {over.session === id && over.mark === undefined && <Check size={13} aria-hidden />}
                </span>
                <span className="cut">
                  <Name text={name} limit={60} /> <span className="about">{words.fromStart}</span>
                </span>
              </Menu.Item>,
              ...marksInBoth(session.info, info)
                .slice(0, MOST)
                .map((mark) => (
                  <Menu.Item
                    key={`${id} ${mark}`}
                    className="menu-item"
                    onClick={() => overlay.lay(id, mark)}
                  >
                    <span className="menu-check">
                      {over.session === id && over.mark === mark && <Check size={13} aria-hidden />}
                    </span>
                    <span className="cut">
                      <Name text={name} limit={60} />{' '}
                      <span className="about">{words.fromMark(printable(mark, 40))}</span>
                    </span>
                  </Menu.Item>
                )),
            ])}
            <Menu.Separator className="menu-line" />
            {on && (
              <Menu.Item className="menu-item" onClick={overlay.clear}>
                <span className="menu-check" />
                {words.overlayClear}
              </Menu.Item>
            )}
            <Menu.Item className="menu-item" onClick={() => layout.openSheet('open')}>
              <span className="menu-check" />
              {words.overlayOpen}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
