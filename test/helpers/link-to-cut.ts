import type { Page, WebSocketRoute } from 'playwright-core';

/** The way from a page to its engine, for a test to cut: the engine goes on, as behind a bad connection. */
export interface LinkToCut {
  /** Now, and at every further try. */
  cut(): Promise<void>;
  /** Once the page has asked `method`, before it is answered; resolves then. */
  cutAt(method: string): Promise<void>;
  mend(): void;
}

const LIMIT = 60_000;

/** Joins a page again, through a link that can be cut. */
export async function linkToCut(page: Page): Promise<LinkToCut> {
  let way: WebSocketRoute | undefined;
  let isCut = false;
  let awaited: { readonly method: string; reached(): void } | undefined;
  const cut = async (): Promise<void> => {
    isCut = true;
    await way?.close();
  };
  await page.routeWebSocket(/\/api/, (route) => {
    if (isCut) return void route.close();
    way = route;
    const engine = route.connectToServer();
    route.onMessage((message) => {
      engine.send(message);
      if (!awaited || !String(message).includes(`"method":"${awaited.method}"`)) return;
      const { reached } = awaited;
      awaited = undefined;
      void cut().then(reached);
    });
    // Of what was asked before the cut nothing is answered after it.
    engine.onMessage((message) => void (isCut || route.send(message)));
  });
  await page.reload();
  return {
    cut,
    cutAt: (method) =>
      new Promise((reached, missed) => {
        const timer = setTimeout(() => missed(new Error(`the page never asked ${method}`)), LIMIT);
        awaited = {
          method,
          reached() {
            clearTimeout(timer);
            reached();
          },
        };
      }),
    mend() {
      isCut = false;
    },
  };
}
