/** Calls `paint` at most once a frame, however often it is asked; `now` does not wait for the frame. */
export function repaint(paint: () => void): { ask(): void; now(): void; stop(): void } {
  let frame = 0;
  return {
    ask() {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    },
    now() {
      this.stop();
      paint();
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
