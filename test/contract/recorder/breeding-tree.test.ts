import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endTargets);

/** For each line a hundred children that live half a second; for `stay` one that stays, whose PID it prints. */
const BREEDER = `while read word; do
  if [ "$word" = stay ]; then sleep 600 & echo $!; continue; fi
  for i in $(seq 100); do sleep 0.5 & done
  wait
  echo done
done`;

test('of a tree that breeds, children that stay are followed when there are many', async () => {
  const breeder = startTarget('bash', ['-c', BREEDER]);
  const path = join(scratchFolder(onTestFinished), 'r.leakscope');
  const recording = await parts.start({ path, pids: [breeder.pid], tree: true });
  const followed = (): number => recording.attachments().length;
  while (followed() < 500) {
    breeder.say('breed');
    expect(await breeder.line()).toBe('done');
  }
  const many = followed();
  breeder.say('breed');
  expect(await breeder.line()).toBe('done');
  breeder.say('stay');
  const stays = Number(await breeder.line());
  onTestFinished(() => void process.kill(stays, 'SIGKILL'));
  await until(recording, () => recording.attachments().some(({ pid }) => pid === stays));
  expect(followed()).toBe(many + 1);
  await recording.stop();
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  const marks = reader.info().marks.filter(({ target }) => target === undefined);
  expect(marks.map(({ text }) => text)).toEqual([
    'There are 500 targets: from now on a child is followed once it has lived for 2.0 s.',
  ]);
});
