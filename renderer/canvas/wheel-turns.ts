/** One turn of the wheel, as every canvas understands it. */
export interface WheelTurn {
  /** The first after a rest: a place to come back to. */
  readonly first: boolean;
  /** Pixels down. */
  readonly down: number;
  /** Pixels to pan by, where it is meant sideways. */
  readonly sideways: number | undefined;
  /** To zoom by: above 1 shows more. */
  readonly factor: number;
}

const ZOOM = 0.0022;
/** A mouse that counts lines. */
const LINE = 16;
/** Pixels of one turn: what a fast wheel adds to them is not meant. */
const MOST = 240;
/** ms without a turn. */
const REST = 600;

/** Reads the turns of one canvas, in their order. */
export function wheelTurns(): (event: WheelEvent) => WheelTurn {
  let last = 0;
  return (event) => {
    const first = event.timeStamp - last > REST;
    last = event.timeStamp;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    const isSideways = event.shiftKey || Math.abs(across) > Math.abs(event.deltaY);
    const down = event.deltaY * pixels;
    return {
      first,
      down,
      sideways: isSideways ? across * pixels : undefined,
      factor: Math.exp(Math.max(-MOST, Math.min(MOST, down)) * ZOOM),
    };
  };
}
