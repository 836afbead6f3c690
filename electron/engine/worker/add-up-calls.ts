import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { Failure } from '../../../shared/base/failure.js';
import { decodeAllocations, isAllocationColumns } from '../../../shared/format/allocation-columns.js';
import { readHeapprofile } from '../../../shared/import/allocations/heapprofile.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { CallPart } from '../allocation-parts.js';

/** Adds up stored allocations by their calls. Throws a Failure for what is damaged. */
export function addUpCalls(parts: readonly CallPart[]): CallTree {
  const calls = new AllocationsByCall();
  for (const { data, ...addition } of parts) calls.add(tableOf(data), addition);
  return calls.tree();
}

function tableOf(data: Uint8Array): AllocationTable {
  try {
    return isAllocationColumns(data) ? decodeAllocations(data) : readHeapprofile(data);
  } catch {
    throw new Failure('damaged', 'The allocation profile cannot be read.', 'Choose another time.');
  }
}
