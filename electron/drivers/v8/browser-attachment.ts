import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { Attachment } from '../driver.js';
import { Losing } from '../losing.js';
import type { PrivateDirectory } from '../private-directory.js';
import { requireRunning } from '../target-status.js';
import { findBrowser } from './browser-port.js';
import type { DevtoolsLink, Params } from './devtools-link.js';
import type { SnapshotWriter } from './fifo-capture.js';
import { isolateId, WENT_ELSEWHERE } from './isolate-id.js';
import { PageAttachment } from './page-attachment.js';
import { findPageProcess } from './page-process.js';
import { processBelow } from './process-below.js';
import { type SessionLink, sessionLink } from './session-link.js';
import { WRITE_SNAPSHOT } from './windows-program.js';
import { connectWire, type Wire } from './wire.js';
import { findWorkerProcess } from './worker-process.js';

/** What holds JavaScript of its own; `tab` and `browser` targets only hold others. */
const ISOLATES = new Set([
  'page',
  'iframe',
  'webview',
  'worker',
  'service_worker',
  'shared_worker',
  'background_page',
]);
const MOST_ISOLATES = 512;

/** Enters a browser by the main process's debugging port, which stays as it is. */
export async function attachBrowser(process: ProcessInfo, signal: AbortSignal): Promise<Attachment> {
  await requireRunning(process);
  const { webSocketUrl, browser } = await findBrowser(process.pid, signal);
  const wire = await connectWire(webSocketUrl, signal);
  return browserOver(process, browser.replace(/^[^/]*\//, ''), wire);
}

/**
 * `inApp`: seen from inside an Electron app, whose windows come with the PIDs of their processes, so that nothing has to be
 * traced, and can write snapshots into pipes of this directory.
 */
export const browserOver = (
  process: ProcessInfo,
  version: string,
  wire: Wire,
  inApp?: PrivateDirectory,
): Attachment => new BrowserAttachment(process, version, wire, inApp);

/** The main process runs no page: it says how many there are, and each of them is an isolate. */
class BrowserAttachment implements Attachment {
  readonly #losing: Losing;
  readonly #pages = new Map<string, Page>();
  readonly #crashed = new Map<string, Page>();
  readonly #pids = new Map<string, number>();
  #tracing: Promise<unknown> = Promise.resolve();
  readonly #admitting = new Set<Promise<void>>();
  #listed: Promise<unknown> = Promise.resolve();
  #listener: ((attachment: Attachment) => void) | undefined;

  constructor(
    readonly process: ProcessInfo,
    readonly version: string,
    private readonly wire: Wire,
    private readonly inApp: PrivateDirectory | undefined,
  ) {
    this.#losing = new Losing(process, 'the connection broke; the browser is still there');
    wire.onClose(() => this.#losing.lose());
    const host = inApp ? 'its app' : 'its browser';
    this.#losing.listen((reason) => {
      for (const { link } of this.#pages.values()) link.lose(reason === 'exited' ? `${host} exited` : reason);
    });
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    const { targetInfos } = await this.wire.send<{ targetInfos: readonly Params[] }>(
      'Target.getTargets',
      {},
      { limit: 5000, signal },
    );
    return { 'pages.count': targetInfos.filter((target) => ISOLATES.has(String(target['type']))).length };
  }

  onIsolate(listener: (attachment: Attachment) => void): void {
    const first = this.#listener === undefined;
    this.#listener = listener;
    if (!first) return;
    this.wire.onEvent((method, params, from) => {
      if (method === 'Target.attachedToTarget') {
        this.#welcome(String(params['sessionId']), (params['targetInfo'] ?? {}) as Params, from);
      } else if (method === 'Target.detachedFromTarget') {
        const session = String(params['sessionId']);
        this.#crashed.delete(session);
        this.#lose(
          session,
          this.inApp && typeof params['reason'] === 'string' ? params['reason'] : undefined,
        );
      } else if (from !== undefined && method === 'Inspector.targetCrashed') {
        // What was asked of it is never answered.
        const page = this.#lose(from, 'its process crashed');
        if (page) this.#crashed.set(from, page);
      } else if (from !== undefined && method === 'Inspector.targetReloadedAfterCrash') {
        const page = this.#crashed.get(from);
        if (page && this.#crashed.delete(from)) this.#welcome(from, page.target, page.parent);
      }
    });
    this.#listed = this.wire.send('Target.setAutoAttach', AUTO_ATTACH).catch(() => undefined);
  }

  /** The answer comes after the pages; a page's own frames and workers are told while it is admitted. */
  async isolatesKnown(): Promise<void> {
    await this.#listed;
    while (this.#admitting.size > 0) await Promise.all(this.#admitting);
  }

  onLost(listener: (reason: string) => void): void {
    this.#losing.listen(listener);
  }

  async detach(): Promise<void> {
    this.#losing.silence();
    await this.wire.close();
  }

  #welcome(session: string, target: Params, parent: string | undefined): void {
    const admitting = this.#admit(session, target, parent)
      .catch(() => undefined)
      .finally(() => this.#admitting.delete(admitting));
    this.#admitting.add(admitting);
  }

  #lose(session: string, why: string | undefined): Page | undefined {
    const page = this.#pages.get(session);
    this.#pages.delete(session);
    this.#pids.delete(session);
    page?.link.lose(why ?? overOf(String(page.target['type'])));
    return page;
  }

  async #admit(session: string, target: Params, parent: string | undefined): Promise<void> {
    const type = String(target['type']);
    if (!ISOLATES.has(type) || this.#pages.size >= MOST_ISOLATES) return;
    const link = sessionLink(this.wire, session);
    this.#pages.set(session, { link, target, parent });
    link.onClose((why) => {
      if (why === WENT_ELSEWHERE) this.#follow(session).catch(() => undefined);
    });
    const id = await isolateId(link);
    const told = this.inApp && typeof target['pid'] === 'number' ? target['pid'] : undefined;
    const process = await this.#processOf(
      told ?? (await this.#pidOf(type, String(target['targetId']), link, parent)),
    );
    this.#pids.set(session, process.pid);
    // Frames of other sites and workers hang below their page, whose process is known by then.
    await link.send('Target.setAutoAttach', AUTO_ATTACH).catch(() => undefined);
    const { inApp } = this;
    const pipe =
      parent === undefined && inApp ? { inside: snapshotWriter(link), directory: inApp } : undefined;
    const title = titleOf(type, target);
    this.#listener?.(new PageAttachment(process, title, this.version, link, type, pipe, id));
  }

  /** The same session, in front of another isolate. An app tells of its window anew when that has a document. */
  async #follow(session: string): Promise<void> {
    const page = this.#pages.get(session);
    if (!page) return;
    const { target, parent } = page;
    this.#pages.delete(session);
    if (this.inApp && parent === undefined) {
      await this.wire.send('Target.detachFromTarget', { sessionId: session });
      return;
    }
    const { targetId } = target;
    const asked = this.wire.send<{ targetInfo?: Params }>(
      'Target.getTargetInfo',
      { targetId },
      { limit: 1000 },
    );
    const { targetInfo = target } = await asked.catch(() => ({ targetInfo: target }));
    this.#welcome(session, targetInfo, parent);
  }

  /** A frame of another site has a process of its own, which its page's trace names; a worker is in that of its page, but for those that pages share. */
  async #pidOf(
    type: string,
    id: string,
    link: DevtoolsLink,
    parent: string | undefined,
  ): Promise<number | undefined> {
    const above = parent === undefined ? undefined : this.#pages.get(parent)?.link;
    const tracing = type === 'page' ? link : type === 'iframe' ? above : undefined;
    const shared = type === 'service_worker' || type === 'shared_worker';
    const find = tracing
      ? () => findPageProcess(tracing, id)
      : shared && !this.inApp
        ? () => findWorkerProcess(this.wire, link)
        : undefined;
    if (find) {
      // A browser makes one trace at a time.
      const found = this.#tracing.then(find);
      this.#tracing = found;
      return found;
    }
    return parent === undefined ? undefined : this.#pids.get(parent);
  }

  async #processOf(pid: number | undefined): Promise<ProcessInfo> {
    if (this.process.address !== undefined) return this.process;
    const found = pid === undefined ? undefined : await processBelow(this.process.pid, pid);
    if (!found) return this.process;
    return { ...this.process, ...found, ppid: this.process.pid, rss: 0 };
  }
}

/** The word for it is that of `windows-program`; the protocol has none. */
const snapshotWriter = (link: DevtoolsLink): SnapshotWriter => ({
  writeSnapshot: (path, _, options) => link.send<number>(WRITE_SNAPSHOT, { path }, options),
});

interface Page {
  readonly link: SessionLink;
  readonly target: Params;
  /** The session of the page that it belongs to. */
  readonly parent: string | undefined;
}

/** Why a session ends when nobody says why. */
function overOf(type: string): string {
  if (type === 'iframe') return 'the frame was closed';
  return type.endsWith('worker') ? 'the worker ended' : 'the page was closed';
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true } as const;

function titleOf(type: string, target: Params): string {
  const said = String(target['title'] || target['url'] || 'untitled').slice(0, 200);
  return type === 'page' ? said : `${type.replace('_', ' ')} ${said}`;
}
