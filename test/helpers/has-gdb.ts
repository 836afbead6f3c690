import { spawnSync } from 'node:child_process';

/** gdb wakes sleeping targets; what needs it is skipped where it is not installed. */
export const hasGdb = spawnSync('gdb', ['--version']).status === 0;
