import { readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type DescriptorInfo, descriptorKind } from '../../../shared/model/descriptor.js';
import { inPieces } from './in-pieces.js';

/** More are not looked at: 50 ms of reading. */
const MOST = 5000;

/** The open descriptors of a process; those that close meanwhile are left out. Throws when it is gone or hidden. */
export async function readDescriptors(pid: number): Promise<readonly DescriptorInfo[]> {
  const fds = (await readdir(`/proc/${pid}/fd`)).slice(0, MOST);
  return inPieces(fds, (fd) => readDescriptor(pid, fd));
}

/** The link alone is read: nothing of what is open is touched. */
function readDescriptor(pid: number, fd: string): DescriptorInfo | undefined {
  try {
    const name = readlinkSync(`/proc/${pid}/fd/${fd}`);
    return { fd: Number(fd), kind: descriptorKind(name), name };
  } catch {
    return undefined;
  }
}
