import { type Leaving, leaveHeaptrack } from './leave-heaptrack.js';

/** Started when Leakscope has ended, or was killed, and heaptrack is still in a program: takes it out, and ends. */
await leaveHeaptrack(JSON.parse(process.argv[2] ?? '') as Leaving, true);
