import type { Trouble } from './trouble.js';

/** The way to the engine is lost: what was asked is asked again until it is there. */
export const isLost = ({ code }: Trouble): boolean => code === 'disconnected';

/** Between two tries, ms. */
export const RETRY = 1000;
