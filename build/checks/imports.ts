/** Fails when a file imports what its room may not. The table is that of the design; `README.md` here says why. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHARED = ['shared/base', 'shared/model'];
const ALL_SHARED = [
  ...SHARED,
  'shared/import',
  'shared/format',
  'shared/analysis',
  'shared/findings',
  'shared/protocol',
  'shared/api',
];
const DRAWING = ['renderer/widgets', 'renderer/canvas', 'renderer/theme'];
const HOSTED = ['processes', 'drivers', 'samplers', 'recorder', 'store', 'engine', 'api'].map(
  (room) => `electron/${room}`,
);

/** Room -> the rooms it may import. Outside shared/, types may come from anywhere in shared/. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'shared/base': [],
  'shared/model': ['shared/base'],
  'shared/import': SHARED,
  'shared/format': SHARED,
  'shared/analysis': SHARED,
  'shared/findings': [...SHARED, 'shared/analysis'],
  'shared/protocol': ['shared/base'],
  'shared/api': SHARED,
  'electron/processes': SHARED,
  'electron/drivers': [...SHARED, 'shared/import'],
  'electron/samplers': [...SHARED, 'shared/import', 'electron/processes', 'electron/drivers'],
  'electron/store': [...SHARED, 'shared/format'],
  'electron/engine': [...SHARED, 'shared/import', 'shared/format', 'shared/analysis', 'shared/findings'],
  'electron/recorder': [
    ...ALL_SHARED,
    'electron/drivers',
    'electron/samplers',
    'electron/store',
    'electron/processes',
    'electron/engine',
  ],
  'electron/api': [
    ...SHARED,
    'shared/format',
    'shared/protocol',
    'shared/api',
    // Small analyses of series (the ledger) need no worker.
    'shared/analysis',
    'shared/findings',
    'electron/recorder',
    'electron/store',
    'electron/engine',
    'electron/processes',
    'electron/drivers',
  ],
  'electron/host': [...ALL_SHARED, ...HOSTED],
  'electron/cli': ['electron/host', 'shared/protocol', 'shared/base', 'shared/api'],
  'electron/app': ['electron/host', 'shared/base'],
  // Bulk columns are decoded where they arrive.
  'renderer/connection': [...SHARED, 'shared/format', 'shared/protocol', 'shared/api'],
  'renderer/state': ['shared/base', 'shared/api'],
  'renderer/widgets': [...SHARED, ...DRAWING],
  // Call trees arrive whole, as columns: they are laid out and reshaped where they are drawn.
  'renderer/canvas': [...SHARED, 'shared/analysis', ...DRAWING],
  // Reshaped and written beside the window's thread.
  'renderer/calls': [...SHARED, 'shared/analysis', 'shared/format', 'renderer/state'],
  'renderer/theme': [...SHARED, ...DRAWING],
  'renderer/views': [
    ...SHARED,
    'shared/analysis',
    'shared/api',
    'renderer/state',
    'renderer/connection',
    'renderer/calls',
    ...DRAWING,
  ],
  'renderer/app': [
    ...SHARED,
    'shared/protocol',
    'shared/api',
    'renderer/state',
    'renderer/connection',
    'renderer/views',
    ...DRAWING,
  ],
};

/** Packages that only one place may name. */
const ONLY_IN: Readonly<Record<string, string>> = {
  electron: 'electron/app',
  react: 'renderer',
  ws: 'electron',
};

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

const room = (path: string): string => path.split(sep).slice(0, 2).join('/');
/** One view never imports another: each is a room of its own. */
const view = (path: string): string | undefined =>
  room(path) === 'renderer/views' ? path.split(sep)[2] : undefined;

/** What `source`, which stands at `path`, imports against the table. */
export function problems(path: string, source: string): readonly string[] {
  const from = room(path);
  const found: string[] = [];
  for (const [, typeOnly, named, dynamic] of source.matchAll(IMPORT)) {
    const target = named ?? dynamic;
    const home = ONLY_IN[target.split('/')[0]];
    if (home && !from.startsWith(home)) found.push(`${path}: only ${home} may import '${target}'`);
    if (!target.startsWith('.')) continue;
    const to = normalize(join(dirname(path), target));
    const free = typeOnly && room(to).startsWith('shared/') && !from.startsWith('shared/');
    // The product's own version.
    if (free || to === 'package.json') continue;
    if (room(to) !== from && !MAY_IMPORT[from]?.includes(room(to)))
      found.push(`${path}: ${from} may not import ${room(to)}`);
    else if (view(path) && view(to) && view(path) !== view(to))
      found.push(`${path}: a view may not import another`);
  }
  return found;
}

/** Every file of the product, and the rooms that the table does not know. */
export function checkTree(root: string): readonly string[] {
  return ['shared', 'electron', 'renderer'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => join(top, file))
      .flatMap((file) =>
        file.split(sep).length > 2 && !MAY_IMPORT[room(file)]
          ? [`${file}: ${room(file)} is not in the table`]
          : problems(file, readFileSync(join(root, file), 'utf8')),
      ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkTree(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
  for (const problem of found) console.log(problem);
  process.exitCode = found.length > 0 ? 1 : 0;
}
