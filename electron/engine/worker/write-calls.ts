import { createWriteStream } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Failure, saying } from '../../../shared/base/failure.js';
import { stopIfCancelled, type Watch } from '../../../shared/base/watch.js';

/** Writes pieces of text or bytes to a file that is not there yet. Throws a Failure where it cannot. */
export async function writeCalls(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  { gzip = false }: { readonly gzip?: boolean },
  watch: Watch,
): Promise<void> {
  const through: Transform[] = gzip ? [createGzip()] : [];
  try {
    await pipeline([
      Readable.from(blocks(pieces, watch), { objectMode: false }),
      ...through,
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    ]);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new Failure('disk-full', `There is no room for ${path}.`, 'Free some disk space.');
    throw new Failure('unwritable', `${path} cannot be written: ${saying(error)}.`, 'Choose another place.');
  }
}

/** Small pieces joined: a call a write would take minutes. */
function* blocks(pieces: Iterable<string | Uint8Array>, watch: Watch): Iterable<Uint8Array> {
  let text: string[] = [];
  let size = 0;
  const take = (): Uint8Array => {
    const block = Buffer.from(text.join(''));
    text = [];
    size = 0;
    return block;
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      stopIfCancelled(watch);
      yield piece;
      continue;
    }
    text.push(piece);
    size += piece.length;
    if (size < BLOCK) continue;
    stopIfCancelled(watch);
    yield take();
  }
  if (size > 0) yield take();
}

const BLOCK = 1 << 20;
