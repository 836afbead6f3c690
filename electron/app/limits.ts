import type { ElectronParts } from './electron-parts.js';
import { PAGE_ORIGIN } from './page-origin.js';

/** The only addresses that a click may open outside; everything else is refused. */
const OUTSIDE: readonly string[] = [
  'https://nodejs.org/',
  'https://docs.python.org/',
  'https://developer.chrome.com/',
];

/** What no page of ours may do, whatever text from a target it shows. */
export function limitPages({ app, session, shell }: Pick<ElectronParts, 'app' | 'session' | 'shell'>): void {
  session.defaultSession.setPermissionRequestHandler((_, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_, permission) => permission === 'clipboard-sanitized-write',
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_, contents) => {
    const stay = (event: { preventDefault(): void }, url: string): void => {
      if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (OUTSIDE.some((allowed) => url.startsWith(allowed))) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}
