import { describe, expect, it } from 'vitest';
import { descendants, type ProcessFilter, processTree } from '../../../renderer/views/attach/process-tree.js';
import type { ProcessRow } from '../../../shared/api/processes.js';

/** `pid ppid name rss` a line. */
function processes(drawing: string): readonly ProcessRow[] {
  return drawing
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, ppid, name, rss] = line.trim().split(/\s+/);
      const kind = name.startsWith('py') ? 'cpython' : name.startsWith('node') ? 'v8' : 'native';
      return {
        pid: Number(pid),
        ppid: Number(ppid),
        name,
        command: `${name} --flag`,
        user: 'mara',
        runtime: { kind, flavour: name },
        rss: Number(rss),
        attachable: true,
        startTime: 1,
        curve: [],
      };
    });
}

const all = processes(`
  1  0  init    10
  20 1  bash    5
  21 20 node    300
  22 21 python  40
  30 1  postgres 100
`);
const everything: ProcessFilter = { text: '', tree: true, growing: false, python: false, v8: false };
const bySize = { by: 'rss', descending: true } as const;
const shown = (filter: Partial<ProcessFilter>, closed = (_: ProcessRow) => false): readonly string[] =>
  processTree(all, { ...everything, ...filter }, bySize, closed, () => false).map(
    ({ process, level, passing }) => `${' '.repeat(level)}${passing ? '~' : ''}${process.name}`,
  );

describe('the process tree', () => {
  it('puts the branch with the largest process first', () => {
    expect(shown({})).toEqual(['init', ' bash', '  node', '   python', ' postgres']);
  });

  it('keeps the parents of what matches', () => {
    expect(shown({ text: 'python' })).toEqual(['~init', ' ~bash', '  ~node', '   python']);
    expect(shown({ python: true, tree: false })).toEqual(['python']);
  });

  it('hides what is below a closed branch, but not from a search', () => {
    const closed = ({ name }: ProcessRow): boolean => name === 'bash';
    expect(shown({}, closed)).toEqual(['init', ' bash', ' postgres']);
    expect(shown({ text: 'python' }, closed)).toContain('   python');
  });

  it('survives a process that is its own parent, and a cycle', () => {
    const loop = processes('5 5 odd 1\n6 7 a 1\n7 6 b 1');
    expect(
      processTree(
        loop,
        everything,
        bySize,
        () => false,
        () => false,
      ).map(({ process }) => process.pid),
    ).toEqual([5]);
    expect(descendants(loop, 6)).toEqual([6, 7]);
  });
});
