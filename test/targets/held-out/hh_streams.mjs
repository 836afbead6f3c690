// Healthy: gzip streams one after the other.

import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

for (;;) {
  await pipeline(
    Readable.from(Array.from({ length: 200 }, (_, i) => `line ${i} `.repeat(50))),
    createGzip(),
    createGunzip(),
    new Writable({
      write(_c, _e, done) {
        done();
      },
    }),
  );
  await new Promise((r) => setTimeout(r, 10));
}
