import type { Page } from 'playwright-core';
import type { ProcessRow } from '../../shared/api/processes.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';

/** A process list that is the same on every machine, for a picture of it: what the engine answers is replaced on its way. */
export async function drawProcesses(page: Page): Promise<void> {
  await page.routeWebSocket(/\/api/, (socket) => {
    const server = socket.connectToServer();
    const drawn = new Map<number, unknown>();
    socket.onMessage((text) => {
      const { kind, id, method } = JSON.parse(String(text));
      if (kind === 'call' && method in DRAWN) drawn.set(id, DRAWN[method]);
      server.send(text);
    });
    server.onMessage((text) => {
      const { id, kind } = JSON.parse(String(text));
      if (!drawn.has(id) || kind === 'progress') return socket.send(text);
      socket.send(JSON.stringify({ kind: 'value', id, value: drawn.get(id) }));
      drawn.delete(id);
    });
  });
}

const MB = 1e6;
const NATIVE: RuntimeInfo = { kind: 'native', flavour: 'native' };
const PYTHON: RuntimeInfo = { kind: 'cpython', flavour: 'cpython', version: '3.12.7' };
const NODE: RuntimeInfo = { kind: 'v8', flavour: 'node', version: '24.21.0' };
const flat = (rss: number): readonly number[] =>
  Array.from({ length: 60 }, (_, at) => (rss + (at % 3) * 0.05) * MB);
const rising = (rss: number): readonly number[] =>
  Array.from({ length: 60 }, (_, at) => rss * (0.4 + (0.6 * at) / 59) * MB);

function row(
  [pid, ppid, name, rss]: readonly [number, number, string, number],
  command: string,
  runtime: RuntimeInfo,
  more: Partial<ProcessRow> = {},
): ProcessRow {
  const common = { user: 'mara', attachable: true, startTime: pid, curve: flat(rss) };
  return { pid, ppid, name, command: `${name} ${command}`, runtime, rss: rss * MB, ...common, ...more };
}

const ROWS: readonly ProcessRow[] = [
  row([1384, 1, 'systemd', 12.4], '--user', NATIVE),
  row([2211, 1384, 'gunicorn', 31.6], 'telemetry.wsgi:app', PYTHON),
  row([2214, 2211, 'gunicorn', 142.3], 'worker 1', PYTHON),
  row([2215, 2211, 'gunicorn', 380.7], 'worker 2', PYTHON, { curve: rising(380.7) }),
  row([2230, 2211, 'node', 148.9], 'render/sidecar.mjs', NODE),
  row(
    [3120, 1384, 'code', 212.5],
    'main',
    { kind: 'v8', flavour: 'electron', version: '37.2.0' },
    {
      reason: 'Inspector fuse off, OS only. Its fuses refuse an inspector.',
    },
  ),
  row([5018, 1384, 'node', 611.2], 'next dev', NODE, { curve: rising(611.2) }),
  row([6630, 1, 'celery', 1240.6], '-A billing worker', PYTHON, {
    user: 'root',
    attachable: false,
    reason: 'Another user, in a container. Record it as root.',
  }),
  row([990, 1, 'postgres', 33.2], 'checkpointer', NATIVE, { user: 'postgres' }),
];

const ESTIMATE: CaptureEstimate = {
  pause: 14,
  extraMemory: 228 * MB,
  fileSize: 19 * MB,
  headroom: 1620 * MB,
  limitedBy: 'cgroup',
  safe: true,
  method: 'fork',
};

const DRAWN: Readonly<Record<string, unknown>> = {
  'processes.list': ROWS,
  'processes.estimate': ESTIMATE,
  'sessions.recent': [],
};
