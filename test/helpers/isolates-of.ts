import type { Attachment } from '../../electron/drivers/driver.js';

/** The isolates inside a process, one after the other, as the attachment tells of them. */
export function isolatesOf(attachment: Attachment): { next(): Promise<Attachment> } {
  const found: Attachment[] = [];
  const waiting: ((isolate: Attachment) => void)[] = [];
  attachment.onIsolate?.((isolate) => {
    const waiter = waiting.shift();
    if (waiter) waiter(isolate);
    else found.push(isolate);
  });
  return {
    next() {
      const here = found.shift();
      return here ? Promise.resolve(here) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}
