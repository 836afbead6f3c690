import { useEffect, useState } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { AllocationOffer } from '../../shared/api/recording.js';
import type { OpenSession } from '../../shared/api/sessions.js';

const EVERY = 2000;

/** How a live target's allocations can be tracked, and what is tracked now. Empty for what is not live. */
export function useAllocationOffers(
  services: LeakscopeApi,
  { id, live }: OpenSession,
  target: number | undefined,
): readonly AllocationOffer[] {
  const [offers, setOffers] = useState<readonly AllocationOffer[]>([]);
  useEffect(() => {
    if (!live || target === undefined) return setOffers([]);
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      services.recording
        .allocationOffers(id, target)
        .then(
          (found) => wanted && setOffers(found),
          // A target that is being attached, or is gone, offers nothing.
          () => wanted && setOffers([]),
        )
        .finally(() => {
          if (wanted) timer = setTimeout(ask, EVERY);
        });
    };
    ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [services, id, live, target]);
  return offers;
}
