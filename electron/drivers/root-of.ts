/** What a process of this machine calls `/`, as we name it: in a container it is not ours. */
export const rootOf = (pid: number): string => (process.platform === 'linux' ? `/proc/${pid}/root` : '');
