import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** zstd with a checksum, so that a damaged block is known from its own bytes. */
export function packed(data: Uint8Array): Uint8Array {
  return zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

/** Throws for damaged bytes, and for more than `limit` bytes of content. */
export function unpacked(data: Uint8Array, limit = MAX_BLOCK): Uint8Array {
  return zstdDecompressSync(data, { maxOutputLength: limit });
}

const MAX_BLOCK = 64 * 1024 * 1024;
