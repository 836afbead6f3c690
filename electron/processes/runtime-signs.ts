import type { RuntimeKind } from '../../shared/model/runtime.js';

/** One runtime as it is known by, from outside. */
export interface RuntimeSigns {
  readonly kind: RuntimeKind;
  readonly flavour: string;
  /** The executable's own name. */
  readonly executable?: RegExp;
  /** A library that only this runtime maps; its first group is the version, as far as the name says it. */
  readonly library?: RegExp;
  /** In the constants of the executable or the library; the first group is the version. */
  readonly version?: RegExp;
}

/** Ordered: the first that fits. */
export const RUNTIMES: readonly RuntimeSigns[] = [
  {
    kind: 'v8',
    flavour: 'node',
    executable: /^node(js)?(-?v?\d[\d.]*)?$/,
    library: /\/libnode\.so[.\d]*$/,
    version: /(?:nodejs\.org\/download\/[a-z-]+\/|node\.js\/)v(\d+\.\d+\.\d+[\w.-]{0,40})/,
  },
  { kind: 'v8', flavour: 'electron', executable: /^electron\d*$/ },
  {
    kind: 'v8',
    flavour: 'chrome',
    executable:
      /^(chrome|chromium|chromium-browser|google-chrome|chrome-headless-shell|headless_shell|msedge|brave|opera|vivaldi-bin)$/,
    library: /\/libcef\.so$/,
    version: /\0(\d{2,3}\.0\.\d{4,5}\.\d{1,4})\0/,
  },
  { kind: 'v8', flavour: 'deno', executable: /^deno$/, version: /Deno\/(\d+\.\d+\.\d+)/ },
  // Not V8, but its inspector and its snapshots are entered and read as V8's are.
  { kind: 'v8', flavour: 'bun', executable: /^bun$/, version: /Bun\/(\d+\.\d+\.\d+)/ },
  {
    kind: 'cpython',
    flavour: 'cpython',
    executable: /^python(\d(\.\d{1,2})?[a-z]*)?(-dbg|-intd)?$/,
    library: /\/libpython(\d\.\d{1,2})[a-z]*\.so[.\d]*$/,
  },
];

/** The patch version of a CPython whose minor version (`3.11`) its file's name says. */
export function pythonVersion(minor: string | undefined): RegExp {
  const series = minor?.replace('.', '\\.') ?? '[23]\\.\\d{1,2}';
  return new RegExp(`\\0(${series}\\.\\d{1,2}(?:(?:a|b|rc)\\d{1,2})?)\\+?\\0`);
}

/** What the path of an installation says: `/versions/3.12.1/`, `/node/v22.1.0/`, `/node-v22.1.0-linux-x64/`. */
export function versionInPath(path: string): string | undefined {
  return /\/(?:[a-z]+-)?v?(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)(?:-[a-z0-9-]+)?\//.exec(path)?.[1];
}
