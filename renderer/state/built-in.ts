const NAMES: ReadonlySet<string> = new Set(
  (
    'Array Object Map Set WeakMap WeakSet WeakRef Promise Function Buffer ArrayBuffer Uint8Array Error Date RegExp Generator Symbol ' +
    'dict list tuple set frozenset str bytes bytearray int float complex bool type function method cell code frame module object'
  ).split(' '),
);

/** Whether a class is the runtime's own, so that a growing one says little by its name. */
export function isBuiltIn(name: string): boolean {
  return (
    NAMES.has(name) || name.startsWith('(') || name.startsWith('system / ') || name.startsWith('builtin')
  );
}
