import { createStore } from 'zustand/vanilla';

export type HeapTable = 'classes' | 'objects' | 'dominators' | 'strings';
/** What a row of a comparison stands for, where it is not a class. */
export type DiffRows = 'path' | 'site';
export type Only = 'growing' | 'new' | 'deleted';

/** What the heap pane shows and which rows it leaves out; goes on while other panes are open. */
export interface HeapView {
  readonly table: HeapTable;
  readonly text: string;
  readonly only?: Only;
  /** Only rows of at least 1 kB. */
  readonly big: boolean;
  /** At most so many steps from the roots: classes of one snapshot, and objects. */
  readonly near?: number;
  /** Objects that retain at least so many bytes. */
  readonly least?: number;
  /** Objects that a page let go of. */
  readonly detached?: boolean;
  /** Rows are the files, or packages, that define the classes. */
  readonly group?: 'module' | 'package';
  /** With a base: rows are retaining paths, or places that allocated. */
  readonly diffBy?: DiffRows;
  /** Only classes of this one. */
  readonly within?: { readonly by: 'module' | 'package'; readonly name: string };
  /** Dominators: one row for each class. */
  readonly byClass: boolean;
}

const WHOLE: HeapView = { table: 'classes', text: '', big: false, byClass: false };

export function createHeapView() {
  const store = createStore<HeapView>(() => WHOLE);
  return {
    store,
    change: (part: Partial<HeapView>) => store.setState(part),
    /** Every row again, of the table that is shown. */
    clear: () =>
      store.setState(
        ({ table, byClass, diffBy }) => ({ ...WHOLE, table, byClass, ...(diffBy && { diffBy }) }),
        true,
      ),
    replace: (view: HeapView) => store.setState(view, true),
  };
}

/** Whether any row of the table that is shown is left out. */
export const isFiltered = ({ table, text, only, big, within, near, least, detached }: HeapView): boolean =>
  text !== '' ||
  (table === 'objects'
    ? [near, least, detached].some((one) => one !== undefined)
    : big || [only, within, near].some((one) => one !== undefined));
