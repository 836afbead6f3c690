/** From here on a distance is that of what only the runtime itself reaches (as in DevTools). */
export const RUNTIME_ALONE = 1e8;
