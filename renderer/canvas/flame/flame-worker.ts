import { FlamePainter } from './flame-painter.js';
import type { PaintAsk, Painted } from './flame-painting.js';
import { lettersOf } from './letters.js';

/** The program of the page's painter: a picture of any size costs the window the time of a message. */
const painters = new Map<number, FlamePainter>();
const page = self as unknown as {
  postMessage(message: Painted): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<PaintAsk>) => void): void;
  requestAnimationFrame(paint: () => void): number;
};

page.addEventListener('message', ({ data }) => {
  switch (data.kind) {
    case 'letters':
      lettersOf(data.look)?.plain.prepare();
      return;
    case 'canvas':
      painters.set(data.id, new FlamePainter(data.canvas));
      return;
    case 'gone':
      painters.delete(data.id);
      return;
    default: {
      painters.get(data.id)?.paint(data.picture);
      const { id } = data;
      // By then the frame is on its way to the screen.
      page.requestAnimationFrame(() => page.postMessage({ id }));
    }
  }
});
