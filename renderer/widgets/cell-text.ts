import type { ReactNode } from 'react';

/** A cell that is text alone: it is written into its element as it stands, without React. */
export interface CellText {
  readonly text: string;
  /** On hover. */
  readonly title?: string;
  readonly className?: string;
}

export type CellContent = ReactNode | CellText;

/** The text of a cell that has no more to it; undefined where React must draw it. */
export function textOf(content: CellContent): CellText | string | undefined {
  switch (typeof content) {
    case 'string':
      return content;
    case 'number':
    case 'bigint':
      return String(content);
    case 'object':
      return content === null ? '' : 'text' in content ? content : undefined;
    default:
      return '';
  }
}

/** What React draws of a cell. */
export const nodeOf = (content: CellContent): ReactNode =>
  textOf(content) === undefined ? (content as ReactNode) : undefined;
