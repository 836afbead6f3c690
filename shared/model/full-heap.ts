/** How the mark of a target's end begins to say that its heap had no room left. */
export const FULL_HEAP = 'its heap was full';
