import type { RuntimeInfo } from '../../shared/model/runtime.js';
import { Name } from './name.js';
import './badge.css';

const SHORT: Readonly<Record<string, string>> = {
  cpython: 'Py',
  node: 'Node',
  electron: 'Electron',
  chrome: 'Chrome',
  chromium: 'Chrome',
  deno: 'Deno',
  bun: 'Bun',
  v8: 'V8',
};

/** What a process runs: `Py 3.12`, `Node 24`, `native`. */
export function RuntimeBadge({ runtime }: { readonly runtime: RuntimeInfo }) {
  return (
    <span className={`badge badge-${runtime.kind}`} title={runtimeText(runtime)}>
      <Name text={shortName(runtime)} limit={20} />
    </span>
  );
}

function shortName({ kind, flavour, version }: RuntimeInfo): string {
  if (kind === 'native') return 'native';
  const name = SHORT[flavour] ?? flavour;
  if (!version) return name;
  const parts = version.replace(/^v/, '').split('.');
  return `${name} ${kind === 'cpython' ? parts.slice(0, 2).join('.') : parts[0]}`;
}

/** In full: `Python 3.12.1`. */
export function runtimeText({ kind, flavour, version }: RuntimeInfo): string {
  const name = kind === 'cpython' && flavour === 'cpython' ? 'Python' : (SHORT[flavour] ?? flavour);
  return [kind === 'native' ? `${flavour}, native` : name, version].filter(Boolean).join(' ').slice(0, 200);
}
