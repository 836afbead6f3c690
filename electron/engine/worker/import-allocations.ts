import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { Failure, saying } from '../../../shared/base/failure.js';
import { stopIfCancelled, type Watch } from '../../../shared/base/watch.js';
import { encodeAllocations } from '../../../shared/format/allocation-columns.js';
import { ALL_ALLOCATION_IMPORTERS } from '../../../shared/import/allocations/all-allocation-importers.js';
import {
  type AllocationReader,
  pickAllocationImporter,
  unknownProfile,
} from '../../../shared/import/allocations/allocation-importer.js';
import type { AllocationProfile } from '../../../shared/model/allocation-profile.js';
import { packingOf } from '../allocation-file.js';
import type { ImportedAllocations } from '../allocation-parts.js';

/** The allocation profiles of a file, of whatever format, also compressed. Throws a Failure with a sentence. */
export async function importAllocations(path: string, watch: Watch): Promise<readonly ImportedAllocations[]> {
  const name = basename(path);
  const size = sizeOf(path);
  let head: Uint8Array = new Uint8Array(0);
  let reader: AllocationReader | undefined;
  const begin = (): AllocationReader => {
    const importer = pickAllocationImporter(ALL_ALLOCATION_IMPORTERS, head.subarray(0, HEAD));
    if (!importer) throw unknownProfile(name);
    const chosen = importer.open({ name, watch, ...(size === undefined ? {} : { size }) });
    chosen.push(head);
    return chosen;
  };
  watch.progress(undefined, 'reading the profile');
  for await (const chunk of contentOf(path, name)) {
    stopIfCancelled(watch);
    if (reader) reader.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD) reader = begin();
    }
  }
  return (reader ?? begin()).end().map(imported);
}

export function imported({ table, ...facts }: AllocationProfile): ImportedAllocations {
  return { ...facts, rows: table.length, data: encodeAllocations(table) };
}

/** What is in the file, decompressed, up to a bound. */
async function* contentOf(path: string, name: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  try {
    const packing = packingOf(headOf(path));
    const unpack =
      packing === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createZstdDecompress({ chunkSize: CHUNK });
    const content: Readable = packing === undefined ? file : file.pipe(unpack);
    file.once('error', (error) => content.destroy(error));
    let read = 0;
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      read += chunk.length;
      if (read > MOST_BYTES)
        throw new Failure('too-large', `${name} has more than ${MOST_BYTES / 2 ** 30} GB in it.`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'unreadable',
      `${name} cannot be read: ${saying(error)}.`,
      'Check that it was copied whole.',
    );
  } finally {
    file.destroy();
  }
}

/** Of what is in it: of a compressed file that is not known. */
function sizeOf(path: string): number | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  return size === undefined || size < 4 || packingOf(headOf(path)) ? undefined : size;
}

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(4);
    return head.subarray(0, readSync(file, head, 0, 4, 0));
  } finally {
    closeSync(file);
  }
}

/** What an importer looks at. */
const HEAD = 4096;
const CHUNK = 1 << 20;
const MOST_BYTES = 8 * 2 ** 30;
