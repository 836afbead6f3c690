import { expect, it } from 'vitest';
import { createPreflight, isCostly } from '../../../renderer/state/preflight.js';
import { snapshotTaken } from '../../../renderer/state/recording.js';
import { sessionId } from '../../../shared/base/brand.js';
import type { CaptureEstimate } from '../../../shared/model/preflight.js';

const small: CaptureEstimate = {
  ...{ pause: 200, extraMemory: 30e6, fileSize: 10e6, headroom: 4e9, safe: true },
  limitedBy: 'machine',
  method: 'over the inspector',
};
const session = sessionId('one');
const asked = (estimate: CaptureEstimate) => ({ session, target: 1, title: 'Snapshot', estimate });

it('asks where the program would stand still, or memory run short, and not for a small heap', () => {
  expect(isCostly(small)).toBe(false);
  expect(isCostly({ ...small, pause: 3000 })).toBe(true);
  expect(isCostly({ ...small, extraMemory: 3e9 })).toBe(true);
  expect(isCostly({ ...small, safe: false })).toBe(true);
});

it('asks no more in a session where it was told so, but says each time what is refused', () => {
  const preflight = createPreflight();
  expect(preflight.ask(asked({ ...small, pause: 3000 }))).toBe(true);
  expect(preflight.store.getState().asked?.target).toBe(1);
  preflight.waive(session);
  expect(preflight.ask(asked({ ...small, pause: 3000 }))).toBe(false);
  expect(preflight.ask({ ...asked({ ...small, pause: 3000 }), session: sessionId('two') })).toBe(true);
  expect(preflight.ask(asked({ ...small, safe: false }))).toBe(true);
});

it('says what was measured beside what was estimated', () => {
  const said = snapshotTaken(12e6, { pause: 340, duration: 900, extraMemory: 41e6 }, small);
  expect(said).toBe(
    'Snapshot taken: 12.0 MB (estimated 10.0 MB); the program stood still for 340 ms (estimated 200 ms); 41.0 MB more memory (estimated 30.0 MB).',
  );
});
