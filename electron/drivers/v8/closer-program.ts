import { closeOnceOpen, type LateOpening, WATCH_FOR } from './late-opening.js';

/** Started when Leakscope ends before a target came round: closes the inspector that it then opens, and ends. */
const limit = setTimeout(() => process.exit(), WATCH_FOR);
await closeOnceOpen(JSON.parse(process.argv[2] ?? '') as LateOpening).catch(() => undefined);
clearTimeout(limit);
