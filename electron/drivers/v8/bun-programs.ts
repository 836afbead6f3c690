/**
 * Makes `{ sample(), stop() }` inside Bun, in the shape of `SAMPLER`. Its clocks count from its own start, so the wall
 * clock, which both sides read, says how long the loop kept the question waiting. Objects are counted by a walk through the
 * whole heap (0.2 ms for each 1000): that is repeated 200 times as seldom as it takes.
 */
export const BUN_SAMPLER = `((require) => {
  const { heapSize, heapStats } = require('bun:jsc');
  let due = 0, counted = {};
  const count = (now) => {
    if (now < due) return;
    const { objectCount, globalObjectCount } = heapStats();
    counted = { 'heap.objects.count': objectCount, 'contexts.native.count': globalObjectCount };
    due = now + Math.max(10000, 200 * (performance.now() - now));
  };
  const sample = (askedAt) => {
    const now = performance.now();
    const delay = performance.timeOrigin + now - askedAt;
    count(now);
    const { heapTotal, external, arrayBuffers } = process.memoryUsage();
    const used = heapSize();
    const reading = Object.assign({
      'heap.used': used, 'heap.committed': Math.max(used, heapTotal), external, arrayBuffers,
    }, counted);
    if (delay >= 0 && delay < 1e9) reading['loop.delay.ms'] = delay;
    return { now, reading, gc: [] };
  };
  return { sample, stop: () => { counted = {}; } };
})`;

/** V8's format as bytes, kept by a handle; JavaScriptCore's own has neither texts nor the names of functions. */
export const BUN_SNAPSHOT = `({ bytes: new Uint8Array(Bun.generateHeapSnapshot('v8', 'arraybuffer')) })`;

/** The next piece in Base64, empty at the end: what was given is let go with the rest. */
export const NEXT_PIECE = `function (from, size) {
  return this.bytes.subarray(from, from + size).toBase64
    ? this.bytes.subarray(from, from + size).toBase64()
    : Buffer.from(this.bytes.buffer, this.bytes.byteOffset + from, Math.min(size, this.bytes.length - from)).toString('base64');
}`;
