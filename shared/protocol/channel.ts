export type Wire =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  /** Unasked: live samples, a lost target, a changed list. */
  | { readonly kind: 'event'; readonly topic: string; readonly value: unknown };

export interface WireError {
  readonly message: string;
  /** Those of a Failure. */
  readonly code?: string;
  readonly remedy?: string;
}

/** All that a transport must do. The code above it cannot tell a port from a socket. */
export interface Channel {
  send(message: Wire): void;
  onMessage(listener: (message: Wire) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
