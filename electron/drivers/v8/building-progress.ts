import type { Capture } from './capture.js';

/** While a target stands still and builds its snapshot it says nothing: the time that has passed is what there is to show. */
export function showBuilding({ sink, expected }: Pick<Capture, 'sink' | 'expected'>): { stop(): void } {
  const began = performance.now();
  const show = (): void => {
    const passed = Math.round((performance.now() - began) / 1000);
    sink.progress?.(
      undefined,
      `the target stands still and builds it: ${passed} of about ${Math.ceil(expected.pause / 1000)} s`,
    );
  };
  show();
  const timer = setInterval(show, 500);
  return { stop: () => clearInterval(timer) };
}
