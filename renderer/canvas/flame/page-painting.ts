import { FlamePainter } from './flame-painter.js';
import { type FlamePainting, type PaintAsk, type Painted, PictureQueue } from './flame-painting.js';
import type { LettersLook } from './letters.js';

interface Entry {
  readonly queue: PictureQueue;
  lost(): void;
}

let worker: Worker | undefined;
let dead = false;
let last = 0;
const entries = new Map<number, Entry>();

/** Begins the worker that paints, and has it draw its letters, so that the first picture waits for neither. */
export function preparePainter(look: LettersLook): void {
  startPainter()?.postMessage({ kind: 'letters', look } satisfies PaintAsk);
}

function startPainter(): Worker | undefined {
  if (worker || dead) return worker;
  worker = new Worker(new URL('./flame-worker.ts', import.meta.url), { type: 'module', name: 'flame' });
  worker.addEventListener('message', ({ data }: MessageEvent<Painted>) =>
    entries.get(data.id)?.queue.painted(),
  );
  // A canvas that was given away does not come back: the page paints on another.
  worker.addEventListener('error', () => {
    dead = true;
    worker?.terminate();
    worker = undefined;
    const left = [...entries.values()];
    entries.clear();
    for (const entry of left) entry.lost();
  });
  return worker;
}

/** Paints a canvas beside the page, or in it where that cannot be. `lost`: this canvas stays as it is, make another. */
export function paintingOn(canvas: HTMLCanvasElement, settled: () => void, lost: () => void): FlamePainting {
  const beside = startPainter();
  if (!beside) {
    const painter = new FlamePainter(canvas);
    return {
      paint(picture) {
        painter.paint(picture);
        settled();
      },
      dispose() {},
    };
  }
  const id = ++last;
  const port = { postMessage: beside.postMessage.bind(beside) as Worker['postMessage'] };
  const given = canvas.transferControlToOffscreen();
  port.postMessage({ kind: 'canvas', id, canvas: given }, [given]);
  const queue = new PictureQueue(port, id, settled);
  entries.set(id, { queue, lost });
  return {
    paint: (picture) => queue.put(picture),
    dispose() {
      entries.delete(id);
      port.postMessage({ kind: 'gone', id }, []);
    },
  };
}
