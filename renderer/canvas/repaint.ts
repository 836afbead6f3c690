/** Calls `paint` at most once a frame, however often it is asked. */
export function repaint(paint: () => void): { ask(): void; stop(): void } {
  let frame = 0;
  return {
    ask() {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
