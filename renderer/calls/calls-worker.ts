import type { CallAsk } from './call-messages.js';
import { type CallPort, serveCalls } from './serve-calls.js';

/** The program of the page's worker: everything that would make the window wait while calls are reshaped. */
const port = self as unknown as CallPort & typeof self;
const take = serveCalls(port);
port.addEventListener('message', ({ data }: MessageEvent<CallAsk>) => take(data));
