export const DESCRIPTOR_KINDS = [
  'file',
  'socket',
  'pipe',
  'event',
  'epoll',
  'watch',
  'timer',
  'terminal',
  'device',
  'memory',
  'other',
] as const;

export type DescriptorKind = (typeof DESCRIPTOR_KINDS)[number];

/** An open descriptor as the system shows it. */
export interface DescriptorInfo {
  readonly fd: number;
  readonly kind: DescriptorKind;
  /** Path, `socket:[1234]`, `anon_inode:[eventpoll]`, … */
  readonly name: string;
}

/** What /proc/PID/fd/N points at, told from the text alone: the file itself is not touched. */
export function descriptorKind(name: string): DescriptorKind {
  const [, inode] = /^anon_inode:\[?([\w-]+)/.exec(name) ?? [];
  if (inode !== undefined) return ANON[inode] ?? 'other';
  if (name.startsWith('socket:')) return 'socket';
  if (name.startsWith('pipe:')) return 'pipe';
  if (name.startsWith('/memfd:') || name.startsWith('/dev/shm/')) return 'memory';
  if (/^\/dev\/(pts\/|tty|ptmx|console)/.test(name)) return 'terminal';
  if (name.startsWith('/dev/')) return 'device';
  return name.startsWith('/') ? 'file' : 'other';
}

const ANON: Readonly<Record<string, DescriptorKind>> = {
  eventpoll: 'epoll',
  eventfd: 'event',
  inotify: 'watch',
  fanotify: 'watch',
  timerfd: 'timer',
  signalfd: 'event',
  io_uring: 'event',
};
