import { Maximize2, MoveRight, X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { settlingOf } from '../../../shared/analysis/ledger/settling.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { printable } from '../../../shared/base/printable.js';
import { timeText } from '../../../shared/base/quantity.js';
import {
  AXIS_HEIGHT,
  type Flag,
  panned,
  STRIP_HEIGHT,
  shownRange,
  type TimelineModel,
  type TimeRange,
  zoomed,
} from '../../canvas/timeline/frame.js';
import { type Lane, placeLanes } from '../../canvas/timeline/lanes.js';
import { createTimelineCanvas } from '../../canvas/timeline/timeline-canvas.js';
import { shiftOf } from '../../state/overlay.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Name } from '../../widgets/name.js';
import { megabytes, momentText, rateText } from '../../widgets/numbers.js';
import { growthOf, growthText } from './growth.js';
import { LaneHeads } from './lane-heads.js';
import { laneNote } from './lane-note.js';
import { treeLane } from './lanes-of-target.js';
import { Legend } from './legend.js';
import { legendOf } from './legend-of.js';
import { openAsFits } from './open-as-fits.js';
import { withOverlay } from './overlay-lanes.js';
import { OverlayMenu } from './overlay-menu.js';
import { useFeed } from './use-feed.js';
import { words } from './words.js';
import './timeline.css';

const HEADS_EVERY = 250;
const STEP = 0.12;
const ZOOM = 1.35;
const NONE_TOGGLED: ReadonlyMap<number, boolean> = new Map();

/** The spine of everything: lanes of every process, the range that scopes the panes. */
export function TimelineView({
  session,
  folded,
}: {
  readonly session: OpenSession;
  readonly folded: boolean;
}) {
  const { span, selection, overlay: overlays, sessions, live } = useWorkspace();
  const liveTargets = usePart(live, (state) => state.targets);
  const shownSpan = usePart(span, (state) => state);
  const chosen = usePart(selection, (state) => state);
  /** By session: each numbers its processes from the first. */
  const [allToggled, setToggled] = useState<ReadonlyMap<string, ReadonlyMap<number, boolean>>>(new Map());
  const toggled = allToggled.get(session.id) ?? NONE_TOGGLED;
  const [room, setRoom] = useState(0);
  const [scrollTop, setScrollTop] = useState(0);
  const [beat, setBeat] = useState(0);
  const host = useRef<HTMLDivElement>(null);
  const heads = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof createTimelineCanvas>>(undefined);
  const latest = useRef<TimelineModel>(undefined);

  const feed = useFeed(session);
  const laid = usePart(overlays, (state) => state);
  const other = usePart(sessions, ({ open }) =>
    open.find(({ id }) => id === laid.session && id !== session.id),
  );
  const otherFeed = useFeed(other);

  const targets = session.info.targets;
  const flags = useMemo(
    () => flagsOf(session, [chosen.base, chosen.compared]),
    [session, chosen.base, chosen.compared],
  );
  // `beat` counts what came in: a target's lanes appear with its first samples.
  const seriesCount = targets.reduce((sum, target) => sum + feed.names(target.id).size, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of series says when there are more lanes
  const groups = useMemo(
    () => (folded ? [treeLane(feed, targets, 44)] : openAsFits(feed, targets, toggled, chosen.target, room)),
    [feed, targets, folded, toggled, chosen.target, room, seriesCount],
  );
  const shift = other ? shiftOf(session.info, other.info, laid.mark) : 0;
  const shownGroups = useMemo(
    () =>
      other && otherFeed
        ? withOverlay(groups, targets, { feed: otherFeed, targets: other.info.targets, shift })
        : groups,
    [groups, targets, other, otherFeed, shift],
  );
  const overview = useMemo(() => treeLane(feed, targets, STRIP_HEIGHT), [feed, targets, feed.fetched]);
  const { placed, height } = useMemo(() => placeLanes(groups), [groups]);
  const { range } = shownSpan;
  const grownTarget = chosen.target ?? targets[0]?.id;
  const growth =
    range && grownTarget !== undefined
      ? growthOf(
          feed.source(grownTarget, 'rss').levels(range.from, range.to),
          range.from,
          range.to,
          settlingOf(session.info.snapshots, grownTarget),
        )
      : undefined;

  const model: TimelineModel = {
    duration: feed.duration,
    live: session.live,
    groups: shownGroups,
    overview,
    flags,
    selectedTarget: chosen.target,
    range,
    view: shownSpan.view,
    following: shownSpan.following,
    pill: range && growthText(growth, range.to - range.from),
    folded,
    scrollTop: folded ? 0 : scrollTop,
  };
  latest.current = model;
  useEffect(() => view.current?.update(model));

  useEffect(() => {
    if (!host.current) return;
    const made = createTimelineCanvas(host.current, {
      onLook: (to, following, first) => span.look(to, following, first),
      onSelect: (to) => span.select(to),
      onScroll: (by) => heads.current?.scrollBy({ top: by }),
      onPoint: span.pointAt,
    });
    view.current = made;
    if (latest.current) made.update(latest.current);
    return () => {
      made.dispose();
      view.current = undefined;
    };
  }, [span]);

  // New samples repaint the canvas by themselves; React hears of them a few times a second, for the numbers.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = feed.onChange(() => {
      if (latest.current) view.current?.update({ ...latest.current, duration: feed.duration });
      if (timer) return;
      setBeat((was) => was + 1);
      timer = setTimeout(() => {
        timer = undefined;
        setBeat((was) => was + 1);
      }, HEADS_EVERY);
    });
    // What is laid over comes later than what it lies over.
    const stopOther = otherFeed?.onChange(() => {
      if (latest.current) view.current?.update({ ...latest.current });
    });
    return () => {
      stop();
      stopOther?.();
      clearTimeout(timer);
    };
  }, [feed, otherFeed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: folded there are no heads
  useEffect(() => {
    const side = heads.current;
    if (!side) return;
    const observer = new ResizeObserver(() => setRoom(side.clientHeight));
    observer.observe(side);
    return () => observer.disconnect();
  }, [folded]);
  // The process that one points at is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one scrolls afterwards is one's own affair
  useEffect(() => {
    const side = heads.current;
    const group = placed.find((one) => one.group.target === chosen.target);
    if (!side || !group || room === 0) return;
    const bottom = Math.min(group.top + group.height, group.top + room);
    if (group.top < side.scrollTop) side.scrollTop = group.top;
    else if (bottom > side.scrollTop + room) side.scrollTop = bottom - room;
  }, [chosen.target, room > 0, placed.length]);

  // Of this model: the canvas has it only after the render.
  const shown = feed.duration > 0 ? shownRange(model) : undefined;
  const shownFrom = shownSpan.view?.from;
  const shownTo = shownSpan.view?.to;
  useEffect(() => {
    if (shownFrom === undefined || shownTo === undefined) return;
    feed.look(shownFrom, shownTo);
    otherFeed?.look(Math.max(0, shownFrom - shift), Math.max(0, shownTo - shift));
  }, [feed, otherFeed, shift, shownFrom, shownTo]);

  const fit = useCallback(() => span.look(undefined, session.live, true), [span, session.live]);
  const follow = useCallback(() => {
    const state = span.store.getState();
    span.look(state.view, !state.following);
  }, [span]);
  const key = (event: KeyboardEvent): void => {
    const at = view.current?.shown();
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const middle = (at.from + at.to) / 2;
    const width = at.to - at.from;
    // A key that is held down is one step of the way back.
    const look = (to: TimeRange): void => span.look(to, false, !event.repeat);
    const keys: Readonly<Record<string, () => void>> = {
      w: () => look(zoomed(at, middle, 1 / ZOOM, feed.duration)),
      s: () => look(zoomed(at, middle, ZOOM, feed.duration)),
      a: () => look(panned(at, -width * STEP, feed.duration)),
      d: () => look(panned(at, width * STEP, feed.duration)),
      ArrowLeft: () => look(panned(at, -width * STEP, feed.duration)),
      ArrowRight: () => look(panned(at, width * STEP, feed.duration)),
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const newestOf = (lane: Lane): number | undefined => {
    if (lane.kind === 'ticks') {
      const ticks = lane.ticks?.(shown?.from ?? 0, shown?.to ?? feed.duration) ?? [];
      return ticks.length > 0 ? Math.max(...ticks.slice(-5000).map(({ pause }) => pause)) : undefined;
    }
    const source = (lane.ofTotal ? lane.layers[0] : (lane.total ?? lane.layers[0]))?.source;
    const levels = source?.levels(0, Number.POSITIVE_INFINITY);
    return levels?.valueAt(Number.POSITIVE_INFINITY);
  };
  const lastOf = (target: number, name: string): number | undefined =>
    liveTargets.get(target)?.last[name] ??
    session.info.series.find((one) => one.target === target && one.name === name)?.last;
  const newest = targets
    .filter(({ within }) => within === undefined)
    .map(({ id }) => feed.source(id, 'rss').whole.valueAt(Number.POSITIVE_INFINITY))
    .filter((value) => value > 0);
  // Of a profile or a snapshot alone nothing is known: 0 would say that it was measured.
  const total = newest.length > 0 ? newest.reduce((sum, value) => sum + value, 0) : undefined;
  void beat;

  return (
    <section className={`timeline${folded ? ' timeline-folded' : ''}`} aria-label={words.title}>
      {!folded && (
        <header className="timeline-head row">
          <h2 className="card-name">{words.title}</h2>
          {other && (
            <button
              type="button"
              className="row overlay-legend"
              title={`${words.overlayLegendAbout(
                printable(other.name, 100),
                laid.mark === undefined ? words.fromStart : words.fromMark(printable(laid.mark, 60)),
              )}\n${words.overlayOff}`}
              aria-label={`${words.overlayOff}: ${printable(other.name, 60)}`}
              onClick={overlays.clear}
            >
              <span className="swatch-dashed" aria-hidden />
              <Name text={other.name} limit={40} className="support cut" />
              <X size={11} aria-hidden />
            </button>
          )}
          <Legend lines={legendOf(feed, targets)} />
          <span className="grow" />
          <span className="about" title={words.spanAbout}>
            {shown && words.shown(timeText(shown.to - shown.from))}
          </span>
          <OverlayMenu session={session} />
          <Button icon={Maximize2} hint="F" onClick={fit} className="button-low">
            {words.fit}
          </Button>
          {session.live && (
            <Button
              icon={MoveRight}
              hint="L"
              pressed={shownSpan.following}
              onClick={follow}
              className="button-low"
            >
              {shownSpan.following ? words.following : words.follow}
            </Button>
          )}
        </header>
      )}
      <div className="timeline-body">
        <div className="timeline-side">
          {folded ? (
            <div className="timeline-sum">
              <span className="strong cut">
                {words.tree(targets.filter(({ within }) => within === undefined).length)}
              </span>
              <span
                className="support cut"
                title={total === undefined ? words.noTotalAbout : words.totalAbout}
                data-total
              >
                {total === undefined ? words.noTotal : `${words.rss} ${megabytes(total)} MB`}
              </span>
              {growth && (
                <span className={growth.delta > 0 ? 'grew cut' : 'support cut'}>
                  {targets.length > 1 && `${targets.find(({ id }) => id === grownTarget)?.pid ?? ''} `}
                  {rateText(growth.rate)}
                </span>
              )}
            </div>
          ) : (
            <>
              <div className="timeline-corner" style={{ height: STRIP_HEIGHT + AXIS_HEIGHT }}>
                <span className="about" title={words.wholeAbout}>
                  0:00 – {momentText(feed.duration, 0)}
                </span>
                <span className="about">{words.lanes}</span>
              </div>
              <div
                ref={heads}
                className="timeline-heads"
                onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
              >
                <LaneHeads
                  placed={placed}
                  height={height}
                  targets={targets}
                  selected={chosen.target}
                  value={newestOf}
                  note={(lane, target) => laneNote(lane, (name) => lastOf(target, name), shown)}
                  onToggle={(target, open) =>
                    setToggled((was) =>
                      new Map(was).set(session.id, new Map(was.get(session.id)).set(target, !open)),
                    )
                  }
                  onSelect={(target) => selection.pointAtTarget(target)}
                />
              </div>
            </>
          )}
        </div>
        <div
          ref={host}
          className="timeline-host"
          role="application"
          aria-label={words.keys}
          aria-roledescription="timeline"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
          tabIndex={0}
          data-keys="timeline"
          onKeyDown={key}
        >
          {feed.duration === 0 && !folded && (
            <p className="timeline-none about">{session.live ? words.waiting : words.noSamples}</p>
          )}
        </div>
      </div>
    </section>
  );
}

function flagsOf({ id, info }: OpenSession, chosen: readonly (string | undefined)[]): readonly Flag[] {
  const snapshots = info.snapshots.map(
    (snapshot, index): Flag => ({
      at: snapshot.at,
      kind: 'snapshot',
      text: snapshotLetter(index),
      target: snapshot.target,
      chosen: chosen.includes(snapshotId(`${id}/${snapshot.id}`)),
    }),
  );
  const marks = info.marks
    .filter(({ kind }) => kind === 'note' || kind === 'exit' || kind === 'lost')
    .map(
      ({ at, kind, text, target }): Flag => ({
        at,
        kind: kind === 'note' ? 'mark' : 'exit',
        text: printable(text, 60),
        target,
      }),
    );
  return [...snapshots, ...marks];
}
