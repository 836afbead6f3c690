/** Anything that paints by itself. React decides that it exists, never what it draws. */
export interface CanvasView<Data> {
  update(data: Data): void;
  dispose(): void;
}
