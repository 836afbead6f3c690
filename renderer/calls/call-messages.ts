import type { LineFigures } from '../../shared/analysis/allocations/by-line.js';
import type { PlaceKind } from '../../shared/analysis/allocations/frame-groups.js';
import type { CallOrder, FlameLayout } from '../../shared/analysis/allocations/layout-levels.js';
import type { Measure } from '../../shared/analysis/allocations/layout-totals.js';
import type { PlaceSort } from '../../shared/analysis/allocations/sorted-places.js';
import type { ExportFacts } from '../../shared/format/calls/calls-as.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallFormat, CallShape, FoundCalls } from './call-jobs.js';
import type { PlaceRows } from './place-rows.js';

/** From the page to its worker. `tree` is the number that the page gave it. */
export type CallAsk =
  | { readonly kind: 'hold'; readonly tree: number; readonly columns: CallTree }
  | { readonly kind: 'drop'; readonly tree: number }
  | { readonly kind: 'cancel'; readonly id: number }
  | (CallWork & { readonly id: number; readonly tree: number });

export type CallWork =
  | { readonly kind: 'shape'; readonly shape: CallShape; readonly order: CallOrder }
  | { readonly kind: 'search'; readonly shape: CallShape; readonly text: string }
  | {
      readonly kind: 'sandwich';
      readonly shape: CallShape;
      /** Of the function in the middle. */
      readonly frame: number;
      readonly order: CallOrder;
    }
  | {
      readonly kind: 'places';
      readonly shape: CallShape;
      readonly by: PlaceKind;
      readonly sort: PlaceSort;
      /** Only places with a frame that a search finds. */
      readonly text: string;
    }
  | { readonly kind: 'lines'; readonly file: string; readonly measure: Measure }
  | {
      readonly kind: 'write';
      readonly shape: CallShape;
      readonly format: CallFormat;
      readonly facts: ExportFacts;
    };

/** From the worker. `early`: of a shape, what can be drawn of it before the rest is laid out. */
export type CallAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | { readonly kind: 'early'; readonly id: number; readonly value: SentShape }
  | { readonly kind: 'done'; readonly id: number; readonly value: CallValue }
  /** Nobody wanted it any more. */
  | { readonly kind: 'cancelled'; readonly id: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly remedy?: string;
    };

export type CallValue = SentShape | FoundCalls | SentSandwich | PlaceRows | SentLines | Uint8Array;

/** A tree without its frames, which the page has; and the sums of it. */
export interface SentCalls {
  /** Absent: that which the page gave. */
  readonly tree?: Omit<CallTree, 'frames'>;
  readonly total: Float64Array;
  readonly width: Float64Array;
  readonly baseTotal?: Float64Array;
}

export interface SentShape {
  /** Absent: as it was sent early. */
  readonly upright?: SentCalls;
  /** Absent: the same. */
  readonly calls?: SentCalls;
  readonly layout: FlameLayout;
  /** A frame of each package that allocated, those that did most by themselves first. */
  readonly packages: readonly number[];
}

export interface SentSandwich {
  readonly callers: SentHalf;
  readonly callees: SentHalf;
}

export interface SentHalf {
  readonly calls: SentCalls;
  readonly layout: FlameLayout;
}

export type SentLines = readonly (readonly [line: number, figures: LineFigures])[];
