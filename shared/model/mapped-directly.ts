/** The name of memory that native code took with mmap itself, beside malloc. */
export const MAPPED_DIRECTLY = '[mapped directly]';
/** The heap of a Go program, which maps it itself. */
export const GO_HEAP = '[Go heap]';
