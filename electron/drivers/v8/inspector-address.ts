import { get } from 'node:http';
import type { Listener } from './listening-ports.js';

/** One thing that can be debugged behind a port, as `/json/list` names it. */
export interface InspectorTarget {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly url: string;
  readonly webSocketUrl: string;
}

export interface InspectorVersion {
  /** `node.js/v24.21.0`, `Chrome/156…`, `Deno/…`. */
  readonly browser: string;
  readonly protocol: string;
  readonly userAgent: string;
  readonly webSocketUrl?: string;
}

/** Undefined when what listens there is not an inspector, or does not answer in time. */
export async function listInspectorTargets(
  at: Listener,
  limit = ANSWER_LIMIT,
): Promise<readonly InspectorTarget[] | undefined> {
  const list = await getJson(at, '/json/list', limit);
  if (!Array.isArray(list)) return undefined;
  const targets: InspectorTarget[] = [];
  for (const entry of list as readonly Record<string, unknown>[]) {
    const webSocketUrl = localUrl(at, entry?.['webSocketDebuggerUrl']);
    if (!webSocketUrl) continue;
    targets.push({
      id: text(entry['id']),
      type: text(entry['type']),
      title: text(entry['title']),
      url: text(entry['url']),
      webSocketUrl,
    });
  }
  return targets;
}

export async function inspectorVersion(
  at: Listener,
  limit = ANSWER_LIMIT,
): Promise<InspectorVersion | undefined> {
  const answer = (await getJson(at, '/json/version', limit)) as Record<string, unknown> | undefined;
  if (typeof answer?.['Browser'] !== 'string') return undefined;
  return {
    browser: text(answer['Browser']),
    protocol: text(answer['Protocol-Version']),
    userAgent: text(answer['User-Agent']),
    webSocketUrl: localUrl(at, answer['webSocketDebuggerUrl']),
  };
}

const MAX_ANSWER = 4 << 20;
/** The inspector's own thread answers, however busy the program is. */
const ANSWER_LIMIT = 1000;

/** The path is the target's to say, the host and port are ours: an answer must not send us elsewhere. */
function localUrl(at: Listener, said: unknown): string | undefined {
  if (typeof said !== 'string' || said.length > 1000) return undefined;
  const path = /^wss?:\/\/[^/]+(\/[\w\-./%]+)$/.exec(said)?.[1];
  return path && `ws://${authority(at)}${path}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '');

function authority({ host, port }: Listener): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function getJson(at: Listener, path: string, limit: number): Promise<unknown> {
  return new Promise((resolve) => {
    const give = (value: unknown): void => {
      clearTimeout(timer);
      resolve(value);
      request.destroy();
    };
    const request = get(`http://${authority(at)}${path}`, { agent: false }, (response) => {
      // One that sends us elsewhere is no inspector.
      if (response.statusCode !== 200) return give(undefined);
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_ANSWER) give(undefined);
      });
      response.on('end', () => give(parsed(body)));
      response.on('error', () => give(undefined));
    });
    const timer = setTimeout(() => give(undefined), limit);
    request.on('error', () => give(undefined));
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
