/** `ours.mjs SECONDS PID…`: our CPU for sampling these processes ten times a second, as one line of JSON. */
import { MemoryMap } from '../../../electron/processes/linux/memory-map.js';
import { readProcStat } from '../../../electron/processes/linux/proc-stat.js';
import { createSampler } from '../../../electron/samplers/create-sampler.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';

const [seconds = 10, ...pids] = process.argv.slice(2).map(Number);
/** As the peers: without PSS, maps and ledger. */
const light = process.env['LEAKSCOPE_BENCH_LIGHT'] !== undefined;
const began = performance.now();
const sampler = createSampler({
  now: () => performance.now() - began,
  interval: 100,
  ledger,
  ...(light && { slowShare: 0 }),
});
let rows = 0;
/** Counting is not what is measured: as little of it as can be. */
const COUNTED = ['pss', 'ledger.code'];
const columns = new Map<string, number>();
sampler.onBatch((batches) => {
  for (const { time, series } of batches) {
    rows += time.length;
    for (const name of COUNTED)
      for (const value of series.get(name) ?? [])
        if (!Number.isNaN(value)) columns.set(name, (columns.get(name) ?? 0) + 1);
  }
});
for (const [target, pid] of pids.entries()) {
  const stat = readProcStat(pid);
  if (stat) sampler.add(target, { pid, startTime: stat.startTime });
}
// What a recording does once is not measured: our code is compiled, and each process gets its first two accounts soon.
const FIRST = light ? 0 : 2 * pids.length;
const begins = setInterval(() => {
  const waited = performance.now() - began;
  if (waited < 2000 || ((columns.get('ledger.code') ?? 0) < FIRST && waited < 60_000)) return;
  clearInterval(begins);
  const counted = new Map(columns);
  const before = process.cpuUsage();
  const at = performance.now();
  const rowsBefore = rows;
  setTimeout(async () => {
    const used = process.cpuUsage(before);
    const wall = performance.now() - at;
    const samples = rows - rowsBefore;
    const cpu = (used.user + used.system) / 1000;
    const perSecond = (name: string): number =>
      ((columns.get(name) ?? 0) - (counted.get(name) ?? 0)) / (wall / 1000);
    const { missed, ownRss } = sampler.overhead();
    sampler.stop();
    const sorted = (await explainedShares()).toSorted((a, b) => a - b);
    console.log(
      JSON.stringify({
        percentOfCore: (cpu / wall) * 100,
        microsecondsPerSample: (cpu * 1000) / samples,
        samples,
        missed,
        rss: ownRss,
        explainedLeast: sorted[0],
        explainedMedian: sorted[sorted.length >> 1],
        firstAccounts: (at - began) / 1000,
        mapsPerSecond: perSecond('ledger.code'),
        sumsPerSecond: perSecond('pss'),
      }),
    );
  }, seconds * 1000);
}, 250);

/** Of every process once, after the measurement. */
async function explainedShares(): Promise<readonly number[]> {
  const shares: number[] = [];
  for (const pid of pids) {
    const { regions, found } = await new MemoryMap(pid).read();
    shares.push(ledger({ regions, reading: found }).explained);
  }
  return shares;
}
