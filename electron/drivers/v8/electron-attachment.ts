import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment } from '../driver.js';
import { NodeAttachment } from './node-attachment.js';
import type { NodeEntry } from './node-entry.js';

/** The main process of an Electron app: a Node isolate, its workers, and the pages of its windows in processes of their own. */
export class ElectronAttachment extends NodeAttachment {
  /** Of a main process that stands still nobody knows when its windows come. */
  readonly #soon: Promise<Attachment | undefined>;

  constructor(
    process: ProcessInfo,
    entry: NodeEntry,
    private readonly windows: Promise<Attachment | undefined>,
  ) {
    super(process, entry);
    this.#soon = entry.inside.run ? windows : Promise.resolve(undefined);
  }

  override onIsolate(listener: (attachment: Attachment) => void): void {
    super.onIsolate(listener);
    this.windows.then((found) => found?.onIsolate?.(listener)).catch(() => undefined);
  }

  override async isolatesKnown(): Promise<void> {
    await super.isolatesKnown();
    await (await this.#soon)?.isolatesKnown?.();
  }

  /** Windows that are on their way are left when they come: the main process is not kept until then. */
  override async detach(): Promise<void> {
    const windows = this.windows.then((found) => found?.detach()).catch(() => undefined);
    await Promise.all([this.#soon.then(() => windows), super.detach()]);
  }
}
