/** Which CPython a process runs, as read from outside: nothing runs in it, nothing is written to it. */
export interface PythonBuild {
  /** `3.11.7`, `3.14.0rc2`. */
  readonly version: string;
  /** `PY_VERSION_HEX`: 0x030b07f0. */
  readonly hexversion: number;
  /** The 11 of 3.11. */
  readonly minor: number;
  readonly freeThreaded: boolean;
  /** Built with `--with-pydebug`: every object and thread state is laid out otherwise. */
  readonly debug: boolean;
  readonly arch: 'x64' | 'arm64' | 'other';
  readonly libc: 'glibc' | 'musl' | 'other';
  /** The file that holds the interpreter, as the target's own file system names it. */
  readonly module: string;
  /** True when `module` is a shared libpython, false when the interpreter is linked into the executable. */
  readonly shared: boolean;
  /** Address of `_PyRuntime` in the target. */
  readonly runtime: number;
  /** 3.14 and later: the target refuses `sys.remote_exec`. */
  readonly remoteDebugDisabled?: boolean;
}
