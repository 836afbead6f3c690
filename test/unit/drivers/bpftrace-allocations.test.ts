import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BpftraceAllocations } from '../../../electron/drivers/native/bpftrace-allocations.js';
import { ownPrefix } from '../../../electron/drivers/private-directory.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** A bpftrace that does what the script says: what real ones do where the kernel refuses them. */
function standIn(script: string): string {
  const file = join(scratchFolder(onTestFinished), 'bpftrace');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o700);
  return file;
}

const ourselves = { pid: process.pid } as ProcessInfo;
const folders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(ownPrefix()));

describe.runIf(process.platform === 'linux')('bpftrace', () => {
  test('that ends before it begins is told, with what it said, and leaves nothing', async () => {
    const before = folders();
    const tool = new BpftraceAllocations(ourselves, standIn('echo "ERROR: no uprobes here" >&2; exit 1'));
    await expect(tool.start(AbortSignal.timeout(20_000))).rejects.toThrow(
      'bpftrace did not begin: ERROR: no uprobes here',
    );
    expect([tool.running, folders()]).toEqual([false, before]);
  });

  test('that says nothing and ends is told too', async () => {
    const tool = new BpftraceAllocations(ourselves, standIn('exit 0'));
    await expect(tool.start(AbortSignal.timeout(20_000))).rejects.toThrow('bpftrace ended before it began.');
  });

  test('that reports is read, also after its end', async () => {
    const report =
      '@bytes[\n  7f0 keep_one+17 (/usr/bin/app)\n  7f1 main+3 (/usr/bin/app)\n]: 4096\nleakscope-report';
    const tool = new BpftraceAllocations(ourselves, standIn(`printf '${report}\\n'; exec sleep 60`));
    onTestFinished(() => tool.remove());
    await tool.start(AbortSignal.timeout(20_000));
    expect(tool.running).toBe(true);
    await tool.stop();
    expect(tool.running).toBe(false);
    const [reading] = await tool.read(AbortSignal.timeout(20_000));
    expect(reading?.held).toBe('now');
  });
});
