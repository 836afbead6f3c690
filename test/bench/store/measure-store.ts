import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openSession } from '../../../electron/store/open-session.js';
import type { SampleBatch } from '../../../electron/store/session-store.js';
import { longSession } from '../../helpers/long-session.js';
import { NODE_TARGET, newSession } from '../../helpers/session-file.js';
import { nodeReadings } from './node-readings.js';

const [folder, hoursGiven = '24', processesGiven = '50'] = process.argv.slice(2);
const hours = Number(hoursGiven);
const processes = Number(processesGiven);
const HOUR = 3_600_000;
const SHORT = 120_000;
const next = (feed: Generator<SampleBatch>): readonly SampleBatch[] => feed.next().value ?? [];
const path = join(folder, 'bench.leakscope');

/** One line a figure: what was measured, what the design asks for, and their ratio. */
function figure(name: string, value: number, unit: string, asked: number): void {
  const verdict = value <= asked ? 'reached' : 'MISSED';
  console.log(
    `${name.padEnd(58)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(5)} asked ${asked} ${unit}: ${verdict}`,
  );
}

function timed<T>(work: () => T): [answer: T, ms: number] {
  const begin = performance.now();
  const answer = work();
  return [answer, performance.now() - begin];
}

// All of them for two minutes: what it costs to write, a commit every flush.
const tree = newSession(join(folder, 'tree.leakscope'));
const feeds = Array.from({ length: processes }, () => nodeReadings(tree.addTarget(NODE_TARGET), SHORT));
const costs: number[] = [];
for (let flush = feeds.flatMap(next); flush.length > 0; flush = feeds.flatMap(next))
  costs.push(timed(() => tree.append(flush))[1]);
const sum = costs.reduce((total, ms) => total + ms, 0);
costs.sort((a, b) => a - b);
figure(`writing ${processes} processes at 10 Hz, of one core`, (sum / SHORT) * 100, '%', 3);
figure('one flush of them, 99th percentile', costs[Math.floor(costs.length * 0.99)], 'ms', 50);
tree.complete(SHORT);

// One of them for the whole time, the others the same rows under other numbers.
const count = longSession(path, hours, processes);
figure('a process at 10 Hz, an hour', statSync(path).size / 1e6 / hours / processes, 'MB', 6);
console.log(
  `${processes} processes, ${hours} h, ${count} samples each: ${(statSync(path).size / 1e6).toFixed(0)} MB`,
);

const [reader, opening] = timed(() => openSession(path));
const [info, reading] = timed(() => reader.info());
figure(`open and info (${info.series.length} series)`, opening + reading, 'ms', 1000);
const names = ['rss', 'heap.used', 'heap.committed', 'external', 'pss', 'cpu'];
const whole = { target: 1, names, from: 0, to: hours * HOUR, points: 1600 };
const [, first] = timed(() => reader.series(whole));
figure('six lanes of one process, the whole session, 1600 points', first, 'ms', 30);
const [, second] = timed(() => reader.series({ ...whole, from: 5 * HOUR, to: 6 * HOUR }));
figure('the same, one hour of it', second, 'ms', 30);
const [, again] = timed(() => reader.series({ ...whole, from: 8 * HOUR, to: 9 * HOUR }));
figure('the same, another hour', again, 'ms', 30);
const [, third] = timed(() => reader.series({ ...whole, from: 5 * HOUR, to: 5 * HOUR + 60_000 }));
figure('the same, a minute of it', third, 'ms', 30);
const [, all] = timed(() => {
  for (let n = 1; n <= processes; n++) reader.series({ ...whole, target: n, names: ['rss'], points: 400 });
});
figure(`RSS of all ${processes} processes, the whole session, 400 points`, all, 'ms', 1000);
reader.close();
