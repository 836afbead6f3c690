import { createStore } from 'zustand/vanilla';

export type HeapTable = 'classes' | 'objects' | 'dominators' | 'strings';
/** What a row of a comparison stands for, where it is not a class. */
export type DiffRows = 'path' | 'site';
export type Only = 'growing' | 'new' | 'deleted';

/** What the heap pane shows and which rows it leaves out; goes on while other panes are open. */
export interface HeapView extends HeapFilter {
  readonly table: HeapTable;
  /** Rows are the files, or packages, that define the classes. */
  readonly group?: 'module' | 'package';
  /** With a base: rows are retaining paths, or places that allocated. */
  readonly diffBy?: DiffRows;
  /** Dominators: one row for each class. */
  readonly byClass: boolean;
}

/** Which rows are left out; each table has its own of these. */
export interface HeapFilter {
  readonly text: string;
  /** With a base. */
  readonly only?: Only;
  /** One class by its whole name; of paths and sites its objects. */
  readonly className?: string;
  /** Rows of at least so many bytes. */
  readonly least?: number;
  /** At most so many steps from the roots. */
  readonly near?: number;
  /** Objects that a page let go of. */
  readonly detached?: boolean;
  /** Only classes of this file or package. */
  readonly within?: { readonly by: 'module' | 'package'; readonly name: string };
}

/** What can be left out of each table, beside what a text does. */
const OF_TABLE: Readonly<Record<HeapTable, readonly Exclude<keyof HeapFilter, 'text'>[]>> = {
  classes: ['only', 'className', 'least', 'near', 'within'],
  objects: ['only', 'className', 'least', 'near', 'detached'],
  dominators: ['className', 'least', 'near'],
  strings: ['least'],
};

const WHOLE: HeapView = { table: 'classes', text: '', byClass: false };

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

/** What is left out of the table that is shown. */
export function heapFilter(view: HeapView): HeapFilter {
  const set = OF_TABLE[view.table].filter((key) => view[key] !== undefined && isTold(view, key));
  return { text: view.text.trim(), ...Object.fromEntries(set.map((key) => [key, view[key]])) };
}

/** Whether any row of the table that is shown is left out; `compared` with a base, it can be for its age, too. */
export const isFiltered = (view: HeapView, compared: boolean): boolean =>
  view.text.trim() !== '' || countOfFilters(view, compared) > 0;

/** How many filters are set beside the text, which can be read where it was typed. */
export function countOfFilters(view: HeapView, compared: boolean): number {
  const { text: _, only, ...rest } = heapFilter(view);
  return Object.keys(rest).length + (only !== undefined && compared ? 1 : 0);
}

/** How many of those that are chosen from a list are set. */
export function countOfFields(view: HeapView): number {
  const { least, near } = heapFilter(view);
  return [least, near].filter((set) => set !== undefined).length;
}

/** Rows grow, objects do not. */
const isTold = ({ table, only }: HeapView, key: keyof HeapFilter): boolean =>
  key !== 'only' || table !== 'objects' || only !== 'growing';
