import { useCallback, useEffect, useRef, useState } from 'react';
import type { NodeOrdinal, SnapshotId } from '../../../../shared/base/brand.js';
import { useEngine } from '../../../connection/engine.js';
import { useWorkspace } from '../../../state/workspace.js';
import { nearest } from '../nearest.js';
import { folded, MOST_NODES, type Picture, pictureOf, withHolders } from './picture-graph.js';

/** Holders that one more step shows. */
const STEP = 5;
/** Beside the way to the root, of the object itself. */
const BESIDE = 3;
const LOOKED_AT = 30;
const LONGEST_WAY = 24;

/** The picture of who holds `node`: at first the shortest way to a root and a few others; more by `open`. */
export function usePicture(snapshot: SnapshotId, node: NodeOrdinal) {
  const { services } = useEngine();
  const { tasks } = useWorkspace();
  const [picture, setPicture] = useState<Picture>();
  const turn = useRef(0);

  useEffect(() => {
    const mine = ++turn.current;
    setPicture(undefined);
    const begin = async (): Promise<void> => {
      const row = await services.snapshots.node(snapshot, node);
      let made = pictureOf(row);
      let at = row;
      for (let step = 0; step < LONGEST_WAY && at.distance !== 0; step++) {
        const { total, rows } = await services.snapshots.retainers(snapshot, at.node, {
          from: 0,
          count: LOOKED_AT,
        });
        if (turn.current !== mine) return;
        const way = rows[nearest(rows)];
        // What is no nearer to a root leads back: of what a root itself holds there is no way up.
        if (!way || (step > 0 && way.distance >= at.distance)) break;
        const others = step === 0 ? rows.filter((one) => one.node !== way.node).slice(0, BESIDE) : [];
        // A row that is there already closes a circle: no nearer to a root.
        const isCircle = made.nodes.has(way.node);
        made = withHolders(made, at.node, [way, ...others], total, way.node);
        if (isCircle || way.distance >= at.distance) break;
        at = way;
      }
      setPicture(made);
    };
    begin().catch((error: unknown) => turn.current === mine && tasks.fail(error));
    return () => {
      turn.current++;
    };
  }, [services, tasks, snapshot, node]);

  const open = useCallback(
    async (held: number): Promise<void> => {
      const mine = turn.current;
      const now = picture?.nodes.get(held);
      if (!picture || !now || picture.nodes.size >= MOST_NODES) return;
      try {
        const { total, rows } = await services.snapshots.retainers(snapshot, held as NodeOrdinal, {
          from: 0,
          count: now.asked + STEP + BESIDE,
        });
        if (turn.current !== mine) return;
        const known = new Set(picture.edges.filter(({ to }) => to === held).map(({ from }) => from));
        const fresh = rows.filter((row) => !known.has(row.node)).slice(0, STEP);
        setPicture((was) => was && withHolders(was, held, fresh, total));
      } catch (error) {
        tasks.fail(error);
      }
    },
    [services, tasks, snapshot, picture],
  );
  const fold = useCallback((at: number) => setPicture((was) => was && folded(was, at)), []);
  return { picture, open, fold };
}
