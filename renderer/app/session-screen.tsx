import { X } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { OpenSession } from '../../shared/api/sessions.js';
import { timeText } from '../../shared/base/quantity.js';
import { PANES } from '../state/layout.js';
import { snapshotLetter } from '../state/snapshot-letter.js';
import { usePart, useWorkspace } from '../state/workspace.js';
import { HeapPane } from '../views/heap/heap-pane.js';
import { ObjectSide } from '../views/object/object-side.js';
import { OverviewPane } from '../views/overview/overview-pane.js';
import { Rail } from '../views/rail/rail.js';
import { TimelineView } from '../views/timeline/timeline-view.js';
import { useDraggedSize } from '../widgets/dragged-size.js';
import { momentText } from '../widgets/numbers.js';
import { lazyPanes } from './lazy-panes.js';
import { PaneBoundary } from './pane-boundary.js';
import { usePaneCounts } from './use-pane-counts.js';
import { words } from './words.js';

const FOLDED = 66;
/** Of the height of the window: in a low one the panes need their place, in a high one the lanes have more. */
const TIMELINE_SHARE = 0.41;
const MOST_SHARE = 0.58;
const LEAST_RAIL = 180;
/** In a window narrower than this, or with large text, the rail has a share of it: the panes need the rest. */
const SMALL = 960;
const RAIL_SHARE = 0.26;

/** Rail, timeline, panes: the same for a live session and one from a file. */
export function SessionScreen({ session }: { readonly session: OpenSession }) {
  const { layout, span } = useWorkspace();
  const { pane, railWidth, timelineHeight } = usePart(layout, (state) => state);
  const range = usePart(span, (state) => state.range);
  const between = range && snapshotsAt(session, range);
  const main = useRef<HTMLDivElement>(null);
  // Where the tabs have no room they scroll: the one that is open is in sight.
  useEffect(() => {
    document.getElementById(`tab-${pane}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pane]);
  const timelineOf = (): number =>
    Math.min(timelineHeight ?? Math.round(innerHeight * TIMELINE_SHARE), innerHeight * MOST_SHARE);
  const railOf = (): number =>
    innerWidth < SMALL ? Math.max(LEAST_RAIL, Math.min(railWidth, innerWidth * RAIL_SHARE)) : railWidth;
  const rail = useDraggedSize(railOf, (pixels) => layout.resize({ railWidth: pixels }));
  // What was not dragged follows the window, also the next one.
  const lanes = useDraggedSize(timelineOf, (pixels) => layout.resize({ timelineHeight: pixels }));
  const counts = usePaneCounts(session);
  const folded = pane !== 'overview';
  const Lazy = lazyPanes[pane];
  const body =
    pane === 'overview' ? (
      <OverviewPane session={session} />
    ) : pane === 'heap' ? (
      <HeapPane session={session} side={<ObjectSide />} />
    ) : pane === 'object' ? (
      <ObjectSide wide />
    ) : (
      Lazy && (
        <Suspense fallback={<p className="pane-opening about">{words.openingPane}</p>}>
          <Lazy session={session} />
        </Suspense>
      )
    );
  const panes = (
    <div className="panes">
      <div className="tabs-row">
        <div className="tabs" role="tablist" aria-label={words.paletteTitle}>
          {PANES.map((one, index) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`tab-${one}`}
              aria-selected={pane === one}
              aria-controls="pane"
              aria-label={counts[one]?.name}
              tabIndex={pane === one ? 0 : -1}
              className="tab"
              aria-keyshortcuts={String(index + 1)}
              onClick={() => layout.openPane(one)}
              onKeyDown={(event) => {
                const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                if (by === 0) return;
                const next = PANES[(index + by + PANES.length) % PANES.length];
                layout.openPane(next);
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {words.panes[one]}
              {counts[one] && (
                <span className="tab-count" title={counts[one].about}>
                  {' '}
                  {counts[one].text}
                </span>
              )}
            </button>
          ))}
        </div>
        {range ? (
          <button
            type="button"
            className="range-chip"
            title={words.clearRange}
            onClick={() => span.select(undefined)}
          >
            {momentText(range.from)} – {momentText(range.to)} · {timeText(range.to - range.from)}
            {between && ` · ${between}`}
            <X size={12} aria-label={words.clearRange} />
          </button>
        ) : (
          session.info.duration > 0 && (
            <span className="about range-whole" title={words.wholeAbout}>
              {words.whole(timeText(session.info.duration))}
            </span>
          )
        )}
      </div>
      <div className="pane" role="tabpanel" id="pane" aria-labelledby={`tab-${pane}`}>
        <PaneBoundary key={pane}>{body}</PaneBoundary>
      </div>
    </div>
  );
  return (
    <Group orientation="horizontal" className="session-screen" onLayoutChanged={rail.onLayoutChanged}>
      <Panel
        id="rail"
        defaultSize={railOf()}
        minSize={LEAST_RAIL}
        maxSize={480}
        groupResizeBehavior="preserve-pixel-size"
        panelRef={rail.panel}
      >
        <Rail session={session} />
      </Panel>
      <Separator className="splitter splitter-across" />
      <Panel id="main" minSize={400} elementRef={main}>
        {folded ? (
          <div className="main-folded">
            <div style={{ height: FOLDED }} className="folded-timeline">
              <TimelineView session={session} folded />
            </div>
            {panes}
          </div>
        ) : (
          <Group orientation="vertical" onLayoutChanged={lanes.onLayoutChanged}>
            <Panel
              id="timeline"
              defaultSize={timelineOf()}
              minSize={150}
              maxSize="58%"
              groupResizeBehavior="preserve-pixel-size"
              panelRef={lanes.panel}
            >
              <TimelineView session={session} folded={false} />
            </Panel>
            <Separator className="splitter splitter-down" />
            <Panel id="panes" minSize={160}>
              {panes}
            </Panel>
          </Group>
        )}
      </Panel>
    </Group>
  );
}

/** "A → B" where the range ends at snapshots. */
function snapshotsAt({ info }: OpenSession, { from, to }: { from: number; to: number }): string | undefined {
  const letter = (at: number): string | undefined => {
    const index = info.snapshots.findIndex((one) => Math.abs(one.at - at) < 1);
    return index < 0 ? undefined : snapshotLetter(index);
  };
  const [first, last] = [letter(from), letter(to)];
  return first && last ? `${first} → ${last}` : undefined;
}
