import { Maximize2, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { NodeOrdinal, SnapshotId } from '../../../../shared/base/brand.js';
import { printable } from '../../../../shared/base/printable.js';
import { sizeText } from '../../../../shared/base/quantity.js';
import { useWorkspace } from '../../../state/workspace.js';
import { CopyButton } from '../../../widgets/copy-button.js';
import { pathText } from '../../../widgets/path-text.js';
import { words } from '../words.js';
import { layOut, NODE_HEIGHT, type PlacedNode } from './lay-out.js';
import { wayOf } from './picture-graph.js';
import { usePicture } from './use-picture.js';
import './object-picture.css';

interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.2;
const LARGEST = 2.5;
const STEP = 60;
/** The tools lie over the foot of the picture, px. */
const FOOT = 44;
/** A picture that does not fit is not made smaller than this by itself. */
const READABLE = 0.85;

/** Who holds an object, drawn: roots above. Drag pans, the wheel zooms, a click on a box opens its holders. */
export default function ObjectPicture({
  snapshot,
  node,
}: {
  readonly snapshot: SnapshotId;
  readonly node: NodeOrdinal;
}) {
  const { selection } = useWorkspace();
  const { picture, open, fold } = usePicture(snapshot, node);
  const placed = useMemo(() => picture && layOut(picture), [picture]);
  const host = useRef<SVGSVGElement>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const drag = useRef<{ readonly x: number; readonly y: number }>(undefined);
  const arrow = useId();

  const fit = (): void => {
    const box = host.current?.getBoundingClientRect();
    if (!box || !placed || placed.width === 0) return;
    const room = box.height - FOOT;
    const scale = Math.min(1, box.width / placed.width, room / placed.height);
    const clear = Math.max(scale, READABLE);
    // Where it does not fit, the object itself, at the foot, is what one came for.
    const focus = placed.nodes.find(({ row }) => row.node === node);
    const x =
      placed.width * clear <= box.width
        ? (box.width - placed.width * clear) / 2
        : box.width / 2 - (focus?.x ?? 0) * clear;
    const y = Math.min(0, room - placed.height * clear);
    setView({ x, y, scale: clear });
  };
  const begun = useRef<NodeOrdinal>(undefined);
  const acted = useRef<PlacedNode>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each object; later the user has moved it
  useEffect(() => {
    if (!placed) return;
    const before = acted.current;
    const now = placed.nodes.find(({ row }) => row.node === before?.row.node);
    acted.current = undefined;
    if (begun.current !== node) {
      begun.current = node;
      fit();
    } else if (before && now)
      // What was acted on stays where it stood; the others make room.
      setView(({ x, y, scale }) => ({
        x: x + (before.x - now.x) * scale,
        y: y + (before.y - now.y) * scale,
        scale,
      }));
  }, [placed, node]);

  const zoom = (by: number, atX?: number, atY?: number): void =>
    setView(({ x, y, scale }) => {
      const box = host.current?.getBoundingClientRect();
      const [cx, cy] = [atX ?? (box?.width ?? 0) / 2, atY ?? (box?.height ?? 0) / 2];
      const next = Math.min(LARGEST, Math.max(SMALLEST, scale * by));
      return { x: cx - ((cx - x) * next) / scale, y: cy - ((cy - y) * next) / scale, scale: next };
    });
  useEffect(() => {
    const svg = host.current;
    if (!svg) return;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    };
    svg.addEventListener('wheel', wheel, { passive: false });
    return () => svg.removeEventListener('wheel', wheel);
  });
  const move = (event: PointerEvent): void => {
    const from = drag.current;
    if (!from) return;
    drag.current = { x: event.clientX, y: event.clientY };
    setView((was) => ({ ...was, x: was.x + event.clientX - from.x, y: was.y + event.clientY - from.y }));
  };
  const key = (event: KeyboardEvent): void => {
    const step = PANS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) setView((was) => ({ ...was, x: was.x + step[0] * STEP, y: was.y + step[1] * STEP }));
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (!placed) return <p className="object-note about">{words.drawing}</p>;
  return (
    <div className="picture">
      <svg
        ref={host}
        className="picture-canvas"
        role="application"
        aria-label={words.pictureAbout}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys: arrows pan, + and - zoom
        tabIndex={0}
        onKeyDown={key}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          drag.current = undefined;
        }}
        onPointerLeave={() => {
          drag.current = undefined;
        }}
      >
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" fill="context-stroke" />
          </marker>
        </defs>
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {placed.edges.map((edge) => (
            <g key={`${edge.from} ${edge.to}`} className={edgeClass(edge)}>
              <path d={edge.path} markerEnd={`url(#${arrow})`} />
              <text x={edge.x + 7} y={edge.y + 4}>
                {edge.text}
              </text>
            </g>
          ))}
          {placed.nodes.map((one) => (
            <Box
              key={one.row.node}
              one={one}
              isFocus={one.row.node === node}
              onOpen={() => {
                acted.current = one;
                void open(one.row.node);
              }}
              onFold={() => {
                acted.current = one;
                fold(one.row.node);
              }}
              onChoose={() => selection.pointAt(snapshot, one.row.node)}
            />
          ))}
        </g>
      </svg>
      <div className="picture-tools">
        <CopyButton text={() => (picture ? pathText(wayOf(picture)) : '')}>{words.copyPath}</CopyButton>
        <button type="button" className="button" aria-label={words.zoomIn} onClick={() => zoom(1.25)}>
          <Plus size={14} aria-hidden />
        </button>
        <button type="button" className="button" aria-label={words.zoomOut} onClick={() => zoom(0.8)}>
          <Minus size={14} aria-hidden />
        </button>
        <button type="button" className="button" aria-label={words.fit} onClick={fit}>
          <Maximize2 size={14} aria-hidden />
        </button>
      </div>
    </div>
  );
}

const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const edgeClass = ({ main, type }: { readonly main: boolean; readonly type: string }): string =>
  `picture-edge${main ? ' picture-main' : ''}${type === 'weak' ? ' picture-weak' : ''}`;

interface BoxProps {
  readonly one: PlacedNode;
  readonly isFocus: boolean;
  readonly onOpen: () => void;
  readonly onFold: () => void;
  readonly onChoose: () => void;
}

function Box({ one, isFocus, onOpen, onFold, onChoose }: BoxProps) {
  const { row, x, y, width, name, holders, asked } = one;
  const left = holders - asked;
  const isRoot = row.distance === 0;
  const under = isRoot ? words.root : sizeText(row.retainedSize);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in a picture
    <g
      role="button"
      tabIndex={0}
      className={`picture-node${isFocus ? ' picture-focus' : ''}${isRoot ? ' picture-root' : ''}`}
      transform={`translate(${x - width / 2} ${y - NODE_HEIGHT / 2})`}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => (left > 0 ? onOpen() : asked > 0 && onFold())}
      onDoubleClick={onChoose}
      onKeyDown={(event) => {
        const act = { Enter: onChoose, ArrowRight: onOpen, ArrowLeft: onFold }[event.key];
        if (!act) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <title>{`${words.box(printable(row.label || row.className, 300), under, left)}. ${words.boxAbout}`}</title>
      <rect width={width} height={NODE_HEIGHT} rx={isRoot ? NODE_HEIGHT / 2 : 5} />
      <text x={width / 2} y={15} className="picture-name">
        {name}
      </text>
      <text x={width / 2} y={29} className="picture-under">
        {under}
      </text>
      {left > 0 && (
        <text x={width + 5} y={NODE_HEIGHT / 2 + 4} className="picture-more">
          +{left}
        </text>
      )}
    </g>
  );
}
