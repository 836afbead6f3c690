import { readdir, readlink } from 'node:fs/promises';
import { type DescriptorInfo, descriptorKind } from '../../../shared/model/descriptor.js';

/** More are not looked at: 50 ms of reading. */
const MOST = 5000;

/** The open descriptors of a process; those that close meanwhile are left out. Throws when it is gone or hidden. */
export async function readDescriptors(pid: number): Promise<readonly DescriptorInfo[]> {
  const fds = (await readdir(`/proc/${pid}/fd`)).slice(0, MOST);
  const all = await Promise.all(fds.map((fd) => readDescriptor(pid, fd)));
  return all.filter((descriptor) => descriptor !== undefined);
}

async function readDescriptor(pid: number, fd: string): Promise<DescriptorInfo | undefined> {
  const name = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => undefined);
  return name === undefined ? undefined : { fd: Number(fd), kind: descriptorKind(name), name };
}
