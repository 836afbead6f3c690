import { describe, expect, it } from 'vitest';
import { CallJobs } from '../../../renderer/calls/call-jobs.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { byLine } from '../../../shared/analysis/allocations/by-line.js';
import { byPlace } from '../../../shared/analysis/allocations/by-place.js';
import { frameGroups, type PlaceKind } from '../../../shared/analysis/allocations/frame-groups.js';
import { unlabelledCalls } from '../../../shared/analysis/allocations/unlabelled-calls.js';
import { ProtobufWriter } from '../../../shared/format/calls/protobuf-writer.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { callTree, drawn } from '../../helpers/call-tree.js';
import { importedProfiles } from '../../helpers/imported-profiles.js';

/** `name total` of the places that have a name. */
function table(tree: CallTree, kind: PlaceKind): readonly string[] {
  const groups = frameGroups(tree.frames, kind);
  const { total } = byPlace(tree, groups, 'bytes');
  return groups.name.flatMap((name, at) => (name ? [`${name} ${total[at]}`] : []));
}

const memray = (...rows: readonly string[]): CallTree =>
  new AllocationsByCall()
    .add(
      importedProfiles(
        Buffer.from(['allocator,num_allocations,size,tid,thread_name,stack_trace', ...rows, ''].join('\n')),
      )[0].table,
    )
    .tree();

describe('threads and types', () => {
  it('what each thread allocated, of a file that tells its threads; calls are the same without them', () => {
    const tree = memray(
      'MALLOC,1,100,1,main,work;/a.py;3|run;/a.py;9',
      'MALLOC,2,30,2,worker <b>,work;/a.py;3|run;/a.py;9',
      'MMAP,1,5,2,worker <b>,',
    );
    expect(table(tree, 'thread')).toEqual(['main 100', 'worker <b> 35']);
    const plain = unlabelledCalls(tree);
    expect(drawn(plain)).not.toContain('worker');
    expect(table(plain, 'function')).toEqual(expect.arrayContaining(['run 130', 'work 130']));
    expect(byLine(tree, '/a.py', 'bytes').get(3)).toMatchObject({ self: 130, total: 130 });
  });

  it('what was allocated, by type: innermost, and the bytes of the call that made it', async () => {
    const tree = callTree(`
      main
        make@a.js:3
          Array@<type> 60
          Map@<type> 5
        other@b.js:1
          Array@<type> 7
    `);
    expect(table(tree, 'type')).toEqual(['Array 67', 'Map 5']);
    const jobs = new CallJobs(tree);
    const pause = async (): Promise<void> => {};
    const shape = { steps: [], inverted: false, measure: 'bytes' } as const;
    const plain = await jobs.shape(shape, 'heavy', pause);
    expect([...plain.upright.tree.self]).toEqual([0, 65, 7]);
    const labelled = await jobs.shape({ ...shape, labels: true }, 'heavy', pause);
    expect(labelled.upright.tree.length).toBe(6);
    expect((await jobs.shape(shape, 'heavy', pause)).upright.tree.length).toBe(3);
  });

  it('pprof’s labels, a name before a number', () => {
    const texts = ['', 'inuse_space', 'bytes', 'main', 'thread id', 'thread_name', 'io', 'class', 'byte[]'];
    const type = new ProtobufWriter().number(1, 1).number(2, 2);
    const label = (key: number, text: number, number = 0) =>
      new ProtobufWriter().number(1, key).number(2, text).number(3, number);
    const to = new ProtobufWriter().message(1, type);
    to.message(
      2,
      new ProtobufWriter()
        .numbers(1, [1])
        .numbers(2, [64])
        .message(3, label(4, 0, 77))
        .message(3, label(5, 6))
        .message(3, label(7, 8)),
    );
    to.message(
      2,
      new ProtobufWriter()
        .numbers(1, [1])
        .numbers(2, [6])
        .message(3, label(4, 0, 78)),
    );
    to.message(4, new ProtobufWriter().number(1, 1).message(4, new ProtobufWriter().number(1, 1)));
    to.message(5, new ProtobufWriter().number(1, 1).number(2, 3));
    for (const text of texts) to.text(6, text);
    const [{ table: rows }] = importedProfiles(to.taken());
    const tree = new AllocationsByCall().add(rows).tree();
    expect(table(tree, 'thread')).toEqual(['io 64', '78 6']);
    expect(table(tree, 'type')).toEqual(['byte[] 64']);
  });
});
