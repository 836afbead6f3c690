import { readFileSync, statSync } from 'node:fs';

/** One line of `/proc/PID/maps`: the addresses `start` up to, not including, `end`. */
export interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  readonly offset: number;
  readonly inode: number;
  /** As the target's own file system names it; `''` for anonymous memory, `[heap]` and the like kept. */
  readonly path: string;
  /** Its two ends as the kernel spells them, which is its name in `map_files`. */
  readonly range: string;
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) \S+ (\d+)\s*(.*)$/;

/** In order of address. Throws what the kernel says when the process is gone or not ours to read. */
export function processMaps(pid: number): readonly Mapping[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, start = '', end = '', flags = '', offset = '', inode = '', path = ''] = LINE.exec(line) ?? [];
      if (!start) return [];
      return {
        start: Number.parseInt(start, 16),
        end: Number.parseInt(end, 16),
        readable: flags[0] === 'r',
        writable: flags[1] === 'w',
        executable: flags[2] === 'x',
        offset: Number.parseInt(offset, 16),
        inode: Number(inode),
        path,
        range: `${start}-${end}`,
      };
    });
}

/** The mapping that holds all of `size` bytes at `address`. */
export function mappingAt(maps: readonly Mapping[], address: number, size = 1): Mapping | undefined {
  return maps.find((mapping) => address >= mapping.start && address + size <= mapping.end);
}

/**
 * A path that opens the very file that is mapped, from this side of chroots and mount namespaces.
 * `map_files` works for deleted files too but needs CAP_CHECKPOINT_RESTORE; the others are believed only
 * when the inode is the mapped one. Undefined when none is.
 */
export function mappedFile(pid: number, mapping: Mapping): string | undefined {
  const plain = mapping.path.replace(/ \(deleted\)$/, '');
  const paths = [`/proc/${pid}/map_files/${mapping.range}`, `/proc/${pid}/root${plain}`, plain];
  return paths.find((path) => {
    try {
      return statSync(path).ino === mapping.inode;
    } catch {
      return false;
    }
  });
}
