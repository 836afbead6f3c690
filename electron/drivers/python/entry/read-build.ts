import { basename } from 'node:path';
import { Failure } from '../../../../shared/base/failure.js';
import { COOKIE, readDebugOffsets } from './debug-offsets.js';
import type { LocatedPython } from './located-python.js';
import { locatePython } from './located-python.js';
import type { PythonBuild } from './python-build.js';
import { refusalOf } from './refusals.js';
import { TargetMemory } from './target-memory.js';

/** Which CPython `pid` runs, read from outside. Throws a Failure when it runs none, or may not be read. */
export async function pythonBuild(pid: number): Promise<PythonBuild> {
  let located: LocatedPython | undefined;
  let memory: TargetMemory | undefined;
  try {
    located = locatePython(pid);
    if (!located) throw new Failure('not-python', `Process ${pid} runs no CPython that can be recognised.`);
    memory = TargetMemory.open(pid, 'r');
    return describeBuild(located, memory);
  } catch (error) {
    throw refusalOf(error, pid);
  } finally {
    memory?.close();
    located?.image.close();
  }
}

/** The same for one that was found already. */
export function describeBuild(located: LocatedPython, memory: TargetMemory): PythonBuild {
  const { image, mapping, maps } = located;
  const runtime = located.runtime.address;
  const offsets =
    memory.read(runtime, 8).toString('latin1') === COOKIE ? readDebugOffsets(memory, runtime) : undefined;
  const hexversion =
    offsets?.hexversion ?? exportedVersion(located, memory) ?? versionInText(located, memory);
  if (!hexversion || hexversion >>> 24 !== 3) {
    throw new Failure(
      'unknown-python',
      `${mapping.path} is a CPython whose version cannot be told from outside.`,
      'Start the program with Leakscope instead: leakscope run -- COMMAND.',
    );
  }
  const loaders = maps.map((each) => basename(each.path));
  const musl = loaders.some((name) => /^(ld-musl|libc\.musl)/.test(name));
  const glibc = loaders.some((name) => /^(ld-linux|ld-[0-9.]+\.so|libc\.so\.6|libc-[0-9.]+\.so)/.test(name));
  return {
    version: versionName(hexversion),
    hexversion,
    minor: (hexversion >>> 16) & 0xff,
    freeThreaded: offsets?.freeThreaded ?? false,
    debug: located.address('_Py_NegativeRefcount') !== undefined,
    arch: image.arch,
    libc: musl ? 'musl' : glibc ? 'glibc' : 'other',
    module: mapping.path,
    shared: /\.so(\.|$)/.test(basename(mapping.path)),
    runtime,
    ...(offsets?.debuggerSupport && {
      remoteDebugDisabled: remoteDebugDisabled(
        memory,
        runtime,
        offsets.debuggerSupport.enabled,
        offsets.firstInterpreter,
      ),
    }),
  };
}

function remoteDebugDisabled(memory: TargetMemory, runtime: number, enabled: number, first: number): boolean {
  const interpreter = memory.u64(runtime + first);
  return interpreter !== 0 && memory.i32(interpreter + enabled) !== 1; // 0 before its start and after its end
}

/** `Py_Version`, exported from 3.11 on. */
function exportedVersion(located: LocatedPython, memory: TargetMemory): number | undefined {
  const address = located.address('Py_Version');
  return address === undefined ? undefined : memory.u32(address);
}

/** `sys.version`, as `Py_GetVersion` left it: `3.8.18 (default, May  9 2026, 07:33:04) \n[GCC 12.2.0]`. */
const VERSION_TEXT = /(?:^|\0)(3\.\d{1,2}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?)\+? \([^\0]{1,80}\) \s?\[/g;
const BSS_LIMIT = 16 << 20;

/** Before 3.11 the version is a string in the module's `.bss`; it counts when it is the only one of its shape. */
function versionInText({ image, bias }: LocatedPython, memory: TargetMemory): number | undefined {
  const last = image.segments.filter((segment) => segment.writable).at(-1);
  if (!last) return undefined;
  const size = Math.min(last.memorySize - last.fileSize, BSS_LIMIT);
  const text = memory.read(bias + last.address + last.fileSize, size).toString('latin1');
  const versions = new Set([...text.matchAll(VERSION_TEXT)].map(([, version = '']) => version));
  const [only] = versions;
  return versions.size === 1 && only ? hexversionOf(only) : undefined;
}

const LEVELS = { a: 0xa, b: 0xb, rc: 0xc } as const;

function hexversionOf(version: string): number {
  const [, minor, micro, level, serial] = /^3\.(\d+)\.(\d+)(?:(a|b|rc)(\d+))?$/.exec(version) ?? [];
  const release = level ? (LEVELS[level as keyof typeof LEVELS] << 4) | Number(serial) : 0xf0;
  return ((3 << 24) | (Number(minor) << 16) | (Number(micro) << 8) | release) >>> 0;
}

function versionName(hex: number): string {
  const level = { 10: 'a', 11: 'b', 12: 'rc' }[(hex >>> 4) & 0xf];
  return `3.${(hex >>> 16) & 0xff}.${(hex >>> 8) & 0xff}${level ? `${level}${hex & 0xf}` : ''}`;
}
