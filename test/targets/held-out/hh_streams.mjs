// Healthy: gzip streams one after the other.
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { createGzip, createGunzip } from 'node:zlib';
for (;;) {
  await pipeline(Readable.from(Array.from({ length: 200 }, (_, i) => `line ${i} `.repeat(50))), createGzip(), createGunzip(), new Writable({ write(c, e, done) { done(); } }));
  await new Promise((r) => setTimeout(r, 10));
}
