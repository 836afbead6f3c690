import type { CallOrder, FlameLayout } from '../../shared/analysis/allocations/layout-levels.js';
import type { ExportFacts } from '../../shared/format/calls/calls-as.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallFormat, CallShape, FoundCalls } from './call-jobs.js';

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
      readonly kind: 'write';
      readonly shape: CallShape;
      readonly format: CallFormat;
      readonly facts: ExportFacts;
    };

/** From the worker. What was cancelled is not answered. */
export type CallAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | { readonly kind: 'done'; readonly id: number; readonly value: SentShape | FoundCalls | Uint8Array }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly remedy?: string;
    };

/** A tree without its frames, which the page has; and the sums of it. */
export interface SentCalls {
  /** Absent: that which the page gave. */
  readonly tree?: Omit<CallTree, 'frames'>;
  readonly total: Float64Array;
  readonly width: Float64Array;
  readonly baseTotal?: Float64Array;
}

export interface SentShape {
  readonly upright: SentCalls;
  /** Absent: the same. */
  readonly calls?: SentCalls;
  readonly layout: FlameLayout;
}
