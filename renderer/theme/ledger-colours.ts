import type { Token } from './palette.js';

/** How a line of the ledger is filled: by whose memory it is; what is held free is hatched. */
export interface Fill {
  readonly colour: Token;
  readonly hatched?: boolean;
}

const FILLS: Readonly<Record<string, Fill>> = {
  arrayBuffers: { colour: 'm-ext' },
  external: { colour: 'm-ext', hatched: true },
  'malloc.used': { colour: 'm-native' },
  'malloc.free': { colour: 'm-native', hatched: true },
  'malloc.rest': { colour: 'm-native' },
  mapped: { colour: 'm-native', hatched: true },
  stacks: { colour: 'm-stack' },
  unexplained: { colour: 'm-unk' },
};

/** `id` as in LEDGER_LINES; the managed heap has the colour of its runtime. Mapped files take what is left. */
export function ledgerFill(id: string, runtime: string): Fill {
  if (id.startsWith('heap.'))
    return { colour: runtime === 'cpython' ? 'm-py' : 'm-v8', hatched: id !== 'heap.used' };
  return FILLS[id] ?? { colour: id.startsWith('anonymous') ? 'm-native' : 'm-file' };
}
