import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Page, Slice } from '../../shared/api/page.js';
import type { createTasks } from './tasks.js';
import { type Branch, rowOf, type TreeLine, treeLines } from './tree-lines.js';

export interface Tree<Row> {
  readonly lines: readonly TreeLine<Row>[];
  /** How many rows stand at the top; absent until they are known. */
  readonly total?: number;
  toggle(index: number, open: boolean): void;
  /** More rows of the branch that `key` names. */
  more(key: string): void;
}

interface TreeQuestion<Row> {
  /** The rows below one, or at the top without one. Must change with the question only. */
  readonly ask: (row: Row | undefined, page: Page) => Promise<Slice<Row>>;
  /** Which of these rows, that stand below `key`, opens by itself. */
  readonly opens?: (rows: readonly Row[], key: string) => number | undefined;
  readonly tasks: ReturnType<typeof createTasks>;
}

const PAGE = 30;

/** A tree whose branches are asked for as they are opened. */
export function useTree<Row extends { readonly childCount: number }>({
  ask,
  opens,
  tasks,
}: TreeQuestion<Row>): Tree<Row> {
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch<Row>>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const known = useRef(branches);
  known.current = branches;
  const turn = useRef(0);

  const fetchMore = useCallback(
    async (key: string, parent: Row | undefined): Promise<Branch<Row> | undefined> => {
      const mine = turn.current;
      const before = known.current.get(key);
      try {
        const page = { from: before?.rows.length ?? 0, count: PAGE };
        const { total, rows } = await ask(parent, page);
        if (turn.current !== mine) return undefined;
        const branch = { total, rows: [...(before?.rows ?? []), ...rows] };
        setBranches((was) => new Map(was).set(key, branch));
        return branch;
      } catch (error) {
        if (turn.current === mine) tasks.fail(error);
        return undefined;
      }
    },
    [ask, tasks],
  );
  useEffect(() => {
    turn.current++;
    setBranches(new Map());
    known.current = new Map();
    setOpen(new Set());
    const begin = async (): Promise<void> => {
      let key = '';
      let parent: Row | undefined;
      for (;;) {
        const branch = await fetchMore(key, parent);
        const index = branch && opens?.(branch.rows, key);
        if (!branch || index === undefined) return;
        key = key === '' ? String(index) : `${key}/${index}`;
        parent = branch.rows[index];
        const opened = key;
        setOpen((was) => new Set(was).add(opened));
      }
    };
    void begin();
    return () => {
      turn.current++;
    };
  }, [fetchMore, opens]);

  const lines = useMemo(() => treeLines(branches, open), [branches, open]);
  return {
    lines,
    total: branches.get('')?.total,
    toggle(index, isOpen) {
      const line = lines[index];
      if (line?.kind !== 'row') return;
      setOpen((was) => {
        const next = new Set(was);
        if (isOpen) next.add(line.key);
        else next.delete(line.key);
        return next;
      });
      if (isOpen && !branches.has(line.key)) void fetchMore(line.key, line.row);
    },
    more: (key) => void fetchMore(key, key === '' ? undefined : rowOf(branches, key)),
  };
}
