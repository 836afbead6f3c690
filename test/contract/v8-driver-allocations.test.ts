import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { listInspectorTargets } from '../../electron/drivers/v8/inspector-address.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import type { SamplingNode, SamplingProfile } from '../../shared/model/sampling-profile.js';
import { DevtoolsSocket } from '../helpers/devtools-socket.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

describe.each(nodeBinaries())('allocations of Node $version', ({ path, version }) => {
  test('are sampled live: what is held grows, what is dropped is not there', async () => {
    const target = await startNodeTarget('allocating.mjs', { binary: path });
    const { attachment, allocations } = await attached(target.process);
    await allocations.startSampling({ interval: 4096 }, limit());
    const first = await profileWith(attachment, 'keepThings', 200_000);
    const second = await profileWith(attachment, 'keepThings', 400_000);
    await attachment.collectGarbage?.(limit());
    const last = await allocations.stopSampling(limit());

    expect(bytesIn(second, 'keepThings')).toBeGreaterThan(bytesIn(first, 'keepThings'));
    expect(bytesIn(last, 'keepThings')).toBeGreaterThan(5 * bytesIn(last, 'dropThings'));
    expect(newest(second)).toBeGreaterThan(newest(first));
    const frame = frameOf(last, 'keepThings');
    expect(frame?.url).toContain('allocating.mjs');
    expect(frame?.lineNumber).toBe(12);
    await attachment.detach();
  });

  test('are sampled with what was collected', async () => {
    const target = await startNodeTarget('allocating.mjs', { binary: path });
    const { attachment, allocations } = await attached(target.process);
    const starting = allocations.startSampling({ interval: 16_384, collected: true }, limit());
    if (Number.parseInt(version, 10) < 20) {
      await expect(starting).rejects.toMatchObject({
        code: 'too-old',
        remedy: expect.stringContaining('Node 20'),
      });
      return attachment.detach();
    }
    await starting;
    await profileWith(attachment, 'dropThings', 20e6);
    await attachment.collectGarbage?.(limit());
    const profile = await allocations.stopSampling(limit());
    expect(bytesIn(profile, 'dropThings')).toBeGreaterThan(5 * bytesIn(profile, 'keepThings'));
    await expect(allocations.samplingProfile(limit())).rejects.toMatchObject({ code: 'not-tracking' });
    await attachment.detach();
  });

  test('are tracked one by one: a timeline with stacks', async () => {
    const target = await startNodeTarget('allocating.mjs', { binary: path });
    const { attachment, allocations } = await attached(target.process);
    await allocations.startTimeline?.(limit());
    target.signal('SIGUSR2');
    await target.line(/^things/);
    const chunks: Uint8Array[] = [];
    const sink = { write: async (chunk: Uint8Array) => void chunks.push(chunk.slice()) };
    const cost = await allocations.stopTimeline?.(sink, limit());
    const timeline = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly snapshot: { readonly trace_function_count: number };
      readonly samples: readonly number[];
      readonly strings: readonly string[];
    };
    expect(cost?.pause).toBeGreaterThan(0);
    expect(timeline.snapshot.trace_function_count).toBeGreaterThan(0);
    expect(timeline.samples.length).toBeGreaterThan(0);
    expect(timeline.strings).toContain('keepThings');
    await attachment.detach();
  });
});

test.each(nodeBinaries())(
  'what we do inside a Node $version is not among its allocations',
  async ({ path }) => {
    const target = await startNodeTarget('holder.mjs', { binary: path });
    const { attachment, allocations } = await attached(target.process);
    await allocations.startSampling({ interval: 128 }, limit());
    for (let n = 0; n < 50; n++) await attachment.sample(limit());
    const profile = await allocations.samplingProfile(limit());
    // Not yet collected: nothing has collected in between.
    expect(profile.own).toBeGreaterThan(0);
    const frames = nodesOf(profile).map(({ callFrame }) => callFrame);
    expect(frames.filter(({ url, lineNumber }) => url === '' && lineNumber >= 0)).toEqual([]);
    expect(frames.filter(({ url }) => /leakscope/i.test(url))).toEqual([]);
    const standing = new Set(nodesOf(profile).map(({ id }) => id));
    for (const { nodeId } of profile.samples) expect(standing).toContain(nodeId);
    const scripts = (await attachment.inspection?.scripts(limit())) ?? [];
    expect(scripts.filter(({ url }) => url.startsWith('leakscope'))).toEqual([]);
    await attachment.detach();
  },
);

describe('who else samples', () => {
  test('is not disturbed: theirs is read, and goes on after us', async () => {
    const target = await startNodeTarget('allocating.mjs', { flags: ['--inspect=127.0.0.1:0'] });
    const other = await devtoolsOf(target.pid);
    await other.send('HeapProfiler.startSampling', { samplingInterval: 4096 });
    const { attachment, allocations } = await attached(target.process);
    await allocations.startSampling({ interval: 1e6 }, limit());
    await profileWith(attachment, 'keepThings', 100_000);
    await allocations.stopSampling(limit());
    await attachment.detach();
    const { profile } = (await other.send('HeapProfiler.getSamplingProfile')) as { profile: SamplingProfile };
    expect(bytesIn(profile, 'keepThings')).toBeGreaterThan(0);
    other.close();
  });

  test('finds it off when we have left', async () => {
    const target = await startNodeTarget('allocating.mjs', { flags: ['--inspect=127.0.0.1:0'] });
    const other = await devtoolsOf(target.pid);
    const { attachment, allocations } = await attached(target.process);
    await allocations.startSampling({ interval: 4096 }, limit());
    await other.send('HeapProfiler.getSamplingProfile');
    await attachment.detach();
    await expect(other.send('HeapProfiler.getSamplingProfile')).rejects.toThrow(/not started/);
    other.close();
  });
});

async function attached(process: Parameters<typeof driver.attach>[0]) {
  const attachment = await driver.attach(process, limit());
  const { allocations } = attachment;
  if (!allocations) throw new Error('no allocations');
  return { attachment, allocations };
}

/** The target allocates all the time: asks until so much of one function's is there. */
async function profileWith(attachment: Attachment, name: string, bytes: number): Promise<SamplingProfile> {
  for (;;) {
    const profile = await attachment.allocations?.samplingProfile(limit());
    if (profile && bytesIn(profile, name) >= bytes) return profile;
  }
}

function nodesOf(profile: SamplingProfile): readonly SamplingNode[] {
  const all = [profile.head];
  for (let at = 0; at < all.length; at++) all.push(...all[at].children);
  return all;
}

/** Bytes under every call of a function of that name. */
function bytesIn(profile: SamplingProfile, name: string): number {
  const within = new Set<number>();
  for (const node of nodesOf(profile)) {
    if (node.callFrame.functionName === name) within.add(node.id);
    if (within.has(node.id)) for (const child of node.children) within.add(child.id);
  }
  return profile.samples.reduce((sum, { nodeId, size }) => sum + (within.has(nodeId) ? size : 0), 0);
}

const frameOf = (profile: SamplingProfile, name: string) =>
  nodesOf(profile).find(({ callFrame }) => callFrame.functionName === name)?.callFrame;

const newest = (profile: SamplingProfile): number =>
  profile.samples.reduce((most, { ordinal }) => Math.max(most, ordinal), 0);

async function devtoolsOf(pid: number): Promise<DevtoolsSocket> {
  const [at] = await listeningPorts(pid);
  const [{ webSocketUrl }] = (await listInspectorTargets(at)) ?? [];
  const socket = new WebSocket(webSocketUrl);
  await once(socket, 'open');
  return new DevtoolsSocket(socket);
}
