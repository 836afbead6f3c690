import { expect, it } from 'vitest';
import { readableTarget } from '../../../renderer/state/readable-target.js';
import type { AttachmentState } from '../../../shared/api/recording.js';
import { sessionId } from '../../../shared/base/brand.js';

const state = (target: number, more: Partial<AttachmentState> = {}): AttachmentState => ({
  ...{ target, pid: 42, phase: 'attached', canSnapshot: true, canCollect: true },
  ...more,
});
/** What is said of the attachments at each look, the last for ever. */
const asked = (...looks: readonly (readonly AttachmentState[])[]) => {
  let look = 0;
  const attachments = async () => looks[Math.min(look++, looks.length - 1)];
  return readableTarget({ attachments }, sessionId('s'), 42);
};

it('is the process that is there now, also where it had been left before', async () => {
  const left = state(1, { phase: 'detached', canSnapshot: false });
  const entering = state(2, { phase: 'attaching', canSnapshot: false });
  expect(await asked([state(9, { pid: 7 }), left, entering], [left, state(2)])).toBe(2);
});

it('says why a heap is not to be read', async () => {
  const lost = state(1, { phase: 'lost', canSnapshot: false, message: 'It has ended.' });
  await expect(asked([lost])).rejects.toThrow('It has ended.');
  await expect(asked([{ ...lost, message: undefined }])).rejects.toThrow(/heap of 42 could not be read/);
});
