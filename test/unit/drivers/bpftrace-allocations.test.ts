import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BpftraceAllocations } from '../../../electron/drivers/native/bpftrace-allocations.js';
import { MemleakAllocations, onlyLibc } from '../../../electron/drivers/native/memleak-allocations.js';
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

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
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

describe.runIf(process.platform === 'linux')('memleak', () => {
  const HEAD = '[12:00:00] Top 100000 stacks with outstanding allocations:\\n';
  const KEPT = (bytes: number): string =>
    `\\t${bytes} bytes in 1 allocations from stack\\n\\t\\t0x01\\tkeep_one+0x17 [app]\\n`;

  test('that cannot compile is told, with what it said, and leaves nothing', async () => {
    const before = folders();
    const tool = new MemleakAllocations(
      ourselves,
      standIn('echo "Unable to find kernel headers." >&2; exit 1'),
    );
    await expect(tool.start(signal())).rejects.toThrow(
      'memleak did not begin: Unable to find kernel headers.',
    );
    expect([tool.running, folders()]).toEqual([false, before]);
  });

  test('is read by a report that began after the question', async () => {
    const said = scratchFolder(onTestFinished);
    // A report, and one more for every line that it is given.
    const tool = new MemleakAllocations(
      ourselves,
      standIn(
        `mkfifo ${said}/go; printf '${HEAD}${KEPT(100)}'; while read -r n; do printf "${HEAD}"'${KEPT(0)}' | sed "s/\\t0/\\t$n/"; done <>${said}/go`,
      ),
    );
    onTestFinished(() => tool.remove());
    onTestFinished(() => tool.stop(AbortSignal.abort()));
    await tool.start(signal());
    expect(tool.running).toBe(true);
    const reading = tool.read(signal());
    writeFileSync(`${said}/go`, '200\n300\n');
    const [{ path, held }] = await reading;
    expect(held).toBe('now');
    expect(readFileSync(path, 'utf8')).toMatch(/^\[12:00:00\].*\n\t200 bytes in 1 allocations/);
  });

  test('is refused where another allocator takes the place of the C library’s', () => {
    expect(() => onlyLibc(['/proc/7/root/lib/libc.so.6', '/proc/7/root/lib/libjemalloc.so.2'], 7)).toThrow(
      /watches the C library’s malloc, and process 7 has libjemalloc\.so\.2/,
    );
    expect(onlyLibc(['/proc/7/root/lib/libc.so.6'], 7)).toBe('/proc/7/root/lib/libc.so.6');
  });
});
