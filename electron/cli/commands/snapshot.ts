import { resolve } from 'node:path';
import { sizeText, timeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';

export async function snapshot(
  { host, screen, signal }: CommandContext,
  of: number | string,
  output: string,
  options: {
    readonly numericValues?: boolean;
    readonly internals?: boolean;
    readonly redact?: boolean;
    readonly inProcess?: boolean;
  },
): Promise<ExitStatus> {
  const path = resolve(output);
  const done = await host.snapshotToFile(of, path, {
    signal,
    options,
    onWait: screen.waiting,
    onProgress: ({ done: share, phase }) => screen.progress(share, phase),
    onEstimate: ({ pause, extraMemory, fileSize, method }) =>
      screen.say(
        `${method}: about ${timeText(pause)} of pause, ${sizeText(extraMemory)} more memory, ${sizeText(fileSize)} of file`,
      ),
  });
  screen.answer(
    { path, ...done },
    () =>
      `${path}: ${sizeText(done.bytes)}, pause ${timeText(done.pause)}, ${timeText(done.duration)} in all` +
      `${done.extraMemory === undefined ? '' : `, ${sizeText(done.extraMemory)} more memory meanwhile`}`,
  );
  return 0;
}
