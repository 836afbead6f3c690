import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const CHROMIUMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];

/**
 * Opens the address in an app window of an installed Chromium or Chrome, else in the default
 * browser; says in a sentence which, or that there is no display to open one on.
 */
export async function openBrowser(address: string): Promise<string> {
  if (process.platform === 'linux' && !hasDisplay())
    return 'There is no display here: open the address yourself.';
  const chromium = CHROMIUMS.map(found).find((path) => path !== undefined);
  if (chromium) {
    // Chromium refuses its sandbox to root; ours is a page of our own, served on loopback.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    start(chromium, [...asRoot, `--app=${address}`]);
    return `Opened in ${chromium}.`;
  }
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  if (process.platform === 'linux' && !found('xdg-open'))
    return 'No browser was found: open the address yourself.';
  start(command, [...args, address]);
  return 'Opened in the default browser.';
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

function start(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function found(command: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
