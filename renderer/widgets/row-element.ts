import { type CellContent, textOf } from './cell-text.js';
import type { GridColumn, GridProps } from './grid.js';
import { type Twig, twig } from './twig.js';

interface Cell {
  readonly element: HTMLElement;
  /** Has the text and its class: within the cell, where something stands before it. */
  readonly holder: HTMLElement;
  readonly text: Text;
  readonly twig?: Twig;
  /** As written last: an element is not asked, it is told what differs. */
  className: string;
  title: string | undefined;
  /** Of the content, not yet written: hover comes when the scroll rests. */
  nextTitle: string | undefined;
}

/** The elements of one row of a grid, written anew for each row that they show. Nothing of them is ever read. */
export class RowElement {
  readonly element = div('row');
  readonly #cells: readonly Cell[];
  #wide: HTMLElement | undefined;
  #isWide = false;
  /** The row shown; -1 is none. */
  index = -1;
  /** React has a part in it: a card across, or a cell that is more than text. */
  rich = false;
  #written = { top: Number.NaN, height: Number.NaN, className: '' };
  readonly #attributes = new Map<string, string>();

  constructor(
    id: string,
    private readonly columns: readonly GridColumn<unknown>[],
    tree: string | undefined,
  ) {
    this.element.id = id;
    this.#cells = columns.map((column) => cellOf(column, column.id === tree));
    this.element.append(...this.#cells.map(({ element }) => element));
  }

  /** Where React draws a cell; undefined where the row has no such column yet. */
  cell(column: number): HTMLElement | undefined {
    return this.#cells[column]?.element;
  }

  /** Where React draws what stands in place of the cells. */
  get wide(): HTMLElement {
    this.#wide ??= Object.assign(div('gridcell'), { className: 'grid-wide' });
    return this.#wide;
  }

  place(top: number, height: number): void {
    const was = this.#written;
    if (was.top !== top) this.element.style.transform = `translateY(${top}px)`;
    if (was.height !== height) this.element.style.height = `${height}px`;
    was.top = top;
    was.height = height;
  }

  write(grid: GridProps<unknown>, index: number): void {
    const { tree, selected } = grid;
    const row = grid.row(index);
    const there = row !== undefined;
    const open = there ? tree?.isOpen(row) : undefined;
    const level = there && tree ? tree.level(row) : undefined;
    this.index = index;
    this.#set('aria-rowindex', String(index + 2));
    this.#set('aria-selected', selected === index ? 'true' : 'false');
    this.#set('aria-expanded', open === undefined ? undefined : String(open));
    this.#set('aria-level', level === undefined ? undefined : String(level + 1));
    const isWide = there && isShown(grid.wide?.(row, index));
    if (isWide !== this.#isWide) {
      this.#isWide = isWide;
      this.element.replaceChildren(...(isWide ? [this.wide] : this.#cells.map(({ element }) => element)));
    }
    const name = there ? grid.rowClass?.(row) : undefined;
    const className = `grid-row${isWide ? ' grid-row-wide' : ''}${name ? ` ${name}` : ''}`;
    if (className !== this.#written.className) this.element.className = className;
    this.#written.className = className;
    this.rich = isWide;
    if (isWide) return;
    for (let at = 0; at < this.columns.length; at++) {
      const cell = this.#cells[at];
      const column = this.columns[at];
      if (cell.twig) cell.twig.write(there ? level : undefined, open);
      if (!fill(cell, column, there ? column.cell(row, index) : undefined)) this.rich = true;
    }
  }

  /** The texts on hover: once the scroll rests. */
  writeTitles(): void {
    for (const cell of this.#cells) {
      if (cell.title === cell.nextTitle) continue;
      cell.title = cell.nextTitle;
      if (cell.title === undefined) cell.holder.removeAttribute('title');
      else cell.holder.title = cell.title;
    }
  }

  #set(name: string, value: string | undefined): void {
    if (this.#attributes.get(name) === value) return;
    if (value === undefined) {
      this.#attributes.delete(name);
      this.element.removeAttribute(name);
    } else {
      this.#attributes.set(name, value);
      this.element.setAttribute(name, value);
    }
  }
}

/** False where the content is React's. */
function fill(cell: Cell, { end }: GridColumn<unknown>, content: CellContent): boolean {
  const found = textOf(content);
  const text = typeof found === 'string' ? found : (found?.text ?? '');
  const own = typeof found === 'object' ? found : undefined;
  if (cell.text.data !== text) cell.text.data = text;
  cell.nextTitle = own?.title;
  const name = own?.className ? ` ${own.className}` : '';
  // A cell of nothing but text needs no boxes of its own to be laid out.
  const className = cell.twig
    ? `cut${name}`
    : `cell${found === undefined ? '' : ' text'}${end ? ' number' : ''}${name}`;
  if (cell.className !== className) {
    cell.className = className;
    cell.holder.className = className;
  }
  return found !== undefined;
}

function cellOf({ end }: GridColumn<unknown>, hasTwig: boolean): Cell {
  const element = div('gridcell');
  const text = document.createTextNode('');
  const rest = { className: '', title: undefined, nextTitle: undefined };
  if (!hasTwig) {
    element.append(text);
    return { element, holder: element, text, ...rest };
  }
  element.className = end ? 'cell number' : 'cell';
  const own = twig();
  const holder = document.createElement('span');
  holder.append(text);
  element.append(own.element, holder);
  return { element, holder, text, twig: own, ...rest };
}

const isShown = (content: CellContent): boolean =>
  content !== undefined && content !== null && content !== false;

function div(role: string): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('role', role);
  return element;
}
