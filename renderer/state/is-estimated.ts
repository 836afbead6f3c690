import type { AllocationSource } from '../../shared/api/sessions.js';

/** Its figures stand for what was not looked at: samples of many allocations, not each of them. */
export const isEstimated = ({ kind, interval }: AllocationSource): boolean =>
  kind === 'sampled' || interval !== undefined;
