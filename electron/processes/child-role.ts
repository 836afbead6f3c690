/**
 * What a child of Chromium's kind is for, as its own command line says it: `renderer`, `GPU`, `network service`.
 * Undefined where it is none. Those that the zygote makes have their arguments joined by spaces. Never throws.
 */
export function childRole(command: readonly string[]): string | undefined {
  const type = childType(command);
  if (type === undefined) return undefined;
  const said = command.join(' ');
  if (type === 'utility') return serviceOf(said) ?? type;
  if (type === 'renderer') {
    if (/(?:^| )--extension-process(?: |$)/.test(said)) return 'extension';
    return /(?:^| )--top-chrome-webui(?: |$)/.test(said) ? 'its own pages' : type;
  }
  return ROLES[type] ?? type.replaceAll('-', ' ').slice(0, LONGEST);
}

/** Flavours of runtimes whose programs have such children. */
export const BROWSERS: ReadonlySet<string> = new Set(['chrome', 'electron']);

/** Its `--type`, as a word. */
export const childType = (command: readonly string[]): string | undefined =>
  /(?:^| )--type=([\w-]+)/.exec(command.join(' '))?.[1];

/** `network.mojom.NetworkService` is the network service. */
function serviceOf(said: string): string | undefined {
  const service = /(?:^| )--utility-sub-type=(?:[\w-]+\.)*(\w+)/.exec(said)?.[1];
  return service
    ?.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .slice(0, LONGEST);
}

const LONGEST = 40;

const ROLES: Readonly<Record<string, string>> = {
  'gpu-process': 'GPU',
  'crashpad-handler': 'crash handler',
  ppapi: 'plug-in',
};
