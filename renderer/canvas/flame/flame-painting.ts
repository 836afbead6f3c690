import type { FlamePicture } from './flame-picture.js';
import type { LettersLook } from './letters.js';

/** Paints the newest picture of one canvas; `settled` is told when nothing is left to be painted. */
export interface FlamePainting {
  paint(picture: FlamePicture): void;
  dispose(): void;
}

/** From the page to what paints beside it. */
export type PaintAsk =
  /** Names will look so: its letters can be drawn before there is a picture. */
  | { readonly kind: 'letters'; readonly look: LettersLook }
  | { readonly kind: 'canvas'; readonly id: number; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'paint'; readonly id: number; readonly picture: FlamePicture }
  | { readonly kind: 'gone'; readonly id: number };

/** A picture is on its canvas. */
export interface Painted {
  readonly id: number;
}

/** One end of a channel, as a worker has it. */
export interface PaintPort {
  postMessage(message: PaintAsk, transfer: Transferable[]): void;
}

/** Sends one picture at a time: of those that come while it is painted, the newest follows. */
export class PictureQueue {
  #busy = false;
  #next: FlamePicture | undefined;

  constructor(
    private readonly port: PaintPort,
    private readonly id: number,
    private readonly settled: () => void,
  ) {}

  put(picture: FlamePicture): void {
    if (this.#busy) {
      this.#next = picture;
      return;
    }
    this.#busy = true;
    this.port.postMessage({ kind: 'paint', id: this.id, picture }, [
      picture.rectangles.buffer,
      picture.labelled.buffer,
    ]);
  }

  painted(): void {
    this.#busy = false;
    const next = this.#next;
    this.#next = undefined;
    if (next) this.put(next);
    else this.settled();
  }
}
