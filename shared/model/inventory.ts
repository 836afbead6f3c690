import type { DescriptorInfo } from './descriptor.js';
import type { Region } from './region.js';
import type { ThreadInfo } from './thread.js';

/** What a process had at one moment, each piece by itself. A part that the system does not show is absent. */
export interface Inventory {
  /** In the order of their addresses. */
  readonly regions?: readonly Region[];
  readonly threads?: readonly ThreadInfo[];
  readonly descriptors?: readonly DescriptorInfo[];
}

/** Of its artifacts in a session, one each. */
export const INVENTORY_PARTS = ['regions', 'threads', 'descriptors'] as const;
export type InventoryPart = (typeof INVENTORY_PARTS)[number];

/** Why it was taken. */
export type InventoryReason = 'start' | 'change' | 'mark' | 'snapshot' | 'asked' | 'end';
