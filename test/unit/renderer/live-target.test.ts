import { expect, it } from 'vitest';
import { liveTargetOf } from '../../../renderer/state/live-target.js';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { snapshotId } from '../../../shared/base/brand.js';

const target = { id: 1, pid: 7, runtime: { kind: 'v8', flavour: 'node' } };
const session = (live: boolean, other: object = {}): OpenSession =>
  ({
    id: 's1',
    live,
    info: { targets: [{ ...target, ...other }], snapshots: [{ id: 3, target: 1 }] },
  }) as never;

it('a program can be asked while it is recorded by this session', () => {
  expect(liveTargetOf(session(true), snapshotId('s1/3'))).toEqual({ session: 's1', target: 1 });
});

it('not one of a file, of another session, that has ended, or that tells nothing of its objects', () => {
  expect(liveTargetOf(session(false), snapshotId('s1/3'))).toBeUndefined();
  expect(liveTargetOf(session(true), snapshotId('s2/3'))).toBeUndefined();
  expect(liveTargetOf(session(true), undefined)).toBeUndefined();
  expect(liveTargetOf(undefined, snapshotId('s1/3'))).toBeUndefined();
  expect(liveTargetOf(session(true, { exit: { reason: 'exited' } }), snapshotId('s1/3'))).toBeUndefined();
  const bun = { runtime: { kind: 'v8', flavour: 'bun' } };
  expect(liveTargetOf(session(true, bun), snapshotId('s1/3'))).toBeUndefined();
});
