import { isLabel } from '../../model/label-frames.js';
import type { FrameTable } from '../../model/stack-table.js';

/** What belongs to the runtime itself and to no one's program. */
export const RUNTIME_PACKAGES = { node: 'Node.js', v8: 'V8', python: 'Python', native: 'native' } as const;

/** The program's own code. */
export const OWN = 'own code';

/**
 * Whose code a frame is: a package of npm or PyPI by the folder that it was installed into, the runtime, the standard
 * library, a namespace of native code, else the program's own.
 */
export function packageOf(file: string, name: string): string {
  const path = file.replace(/\\/g, '/').replace(/^file:\/\//, '');
  if (path === '') return ofName(name);
  if (/^node:|^internal\/|^electron\/js2c\//.test(path)) return RUNTIME_PACKAGES.node;
  if (isLabel(path)) return OWN;
  if (/^<(frozen|string|stdin|unknown)/.test(path))
    return path.startsWith('<frozen') ? RUNTIME_PACKAGES.python : OWN;
  const installed =
    lastFolder(path, '/node_modules/') ??
    lastFolder(path, '/site-packages/') ??
    lastFolder(path, '/dist-packages/');
  if (installed) return installed;
  if (/\/lib(64)?\/python\d+(\.\d+)?\//.test(path)) return RUNTIME_PACKAGES.python;
  if (/\.(so(\.[\d.]+)?|dylib|dll)$/.test(path))
    return path.slice(path.lastIndexOf('/') + 1).replace(/\.(so|dylib|dll).*$/, '');
  if (SYSTEM_PROGRAM.test(path)) return ofName(name);
  if (/\.(cc|cpp|cxx|c|h|hpp|rs)$/.test(path)) return ofNative(path, name);
  return OWN;
}

/**
 * By frame, 1 for what belongs to the runtime: hidden when only one's own calls are wanted. Where a program is
 * JavaScript, functions without a file are V8's own.
 */
export function runtimeFrames({ length, name, file }: FrameTable): Uint8Array {
  const script = file.some((one) => /^node:|\.[cm]?[jt]sx?$/.test(one));
  return Uint8Array.from({ length }, (_, at) => {
    const whose = packageOf(file[at], name[at]);
    return Number(
      whose === RUNTIME_PACKAGES.node ||
        whose === RUNTIME_PACKAGES.v8 ||
        whose === RUNTIME_PACKAGES.python ||
        (script && file[at] === ''),
    );
  });
}

/** The part of a program that a file is: its name in its package, without what is above the program's own folder. */
export function moduleOf(file: string, name: string): string {
  const whose = packageOf(file, name);
  const path = file.replace(/\\/g, '/').replace(/^file:\/\//, '');
  if (path === '') return whose;
  const at = path.lastIndexOf(`/${whose}/`);
  const inside = whose === OWN || at < 0 ? path.split('/').slice(-2).join('/') : path.slice(at + 1);
  return inside.replace(/\.([cm]?[jt]sx?|py|pyx)$/, '').replace(/\/(index|__init__)$/, '');
}

/** The folder right below the last `marker`; of npm with its scope. */
function lastFolder(path: string, marker: string): string | undefined {
  const at = path.lastIndexOf(marker);
  if (at < 0) return undefined;
  const [first, second] = path.slice(at + marker.length).split('/');
  if (first?.startsWith('@') && second) return `${first}/${second}`;
  return first?.replace(/\.(py|pyc|so)$/, '') || undefined;
}

/**
 * A source of a library that was fetched to be built is that library's. A function without a namespace in another source of one's own disk is the
 * program's; builders' own paths are relative or of theirs.
 */
function ofNative(path: string, name: string): string {
  const fetched = FETCHED.exec(path)?.slice(1).find(Boolean);
  if (fetched) return fetched;
  const whose = ofName(name);
  const built = !/^(\/|[A-Za-z]:\/)/.test(path) || BUILDERS.test(path);
  return whose === RUNTIME_PACKAGES.native && !built ? OWN : whose;
}

/** A program of the system, which a native function without a source is said to be of. */
const SYSTEM_PROGRAM = /^\/(usr\/)?(bin|sbin|lib|lib64|libexec)\/[^.]*$/;

/** Where cargo, Go, conda and vcpkg put what they fetch: `…/registry/src/INDEX/serde-1.0.2/`, `…/pkg/mod/github.com/a/b@v1/`. */
const FETCHED =
  /\/registry\/src\/[^/]+\/([^/]+?)-\d[^/]*\/|\/pkg\/mod\/([^@]+)@|\/(?:build_artifacts|conda-bld|croot)\/([^/]+?)_\d+\/|\/buildtrees\/([^/]+)\//;

/** Folders of distributions and of the services that build for many: of no program's developer. */
const BUILDERS =
  /^\/(usr|lib|build|builddir|buildroot|rustc|opt|nix|__w|github|gnu|sysroot)\/|\/(rpmbuild|buildd|feedstock_root|runner\/work|checkout\/src|bazel-out)\//;

/** Code without a file: V8 says `(V8 API)`, native symbols their namespace, a dotted name its first part. */
function ofName(name: string): string {
  if (/^\(.*\)$/.test(name)) return RUNTIME_PACKAGES.v8;
  const namespace = /^([A-Za-z_]\w*)(::|\.)/.exec(name);
  return namespace ? namespace[1] : RUNTIME_PACKAGES.native;
}
