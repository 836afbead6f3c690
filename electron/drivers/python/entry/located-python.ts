import { basename } from 'node:path';
import { ElfImage, type ElfSymbol } from './elf-image.js';
import { type Mapping, mappedFile, processMaps } from './process-maps.js';

/** The mapped file that holds an interpreter, and where its names are in the target. Addresses include the bias. */
export interface LocatedPython {
  readonly image: ElfImage;
  readonly mapping: Mapping;
  readonly bias: number;
  readonly maps: readonly Mapping[];
  readonly runtime: ElfSymbol;
  /** Of the exported symbols asked for; undefined where the build does not export it. */
  address(name: string): number | undefined;
}

const SYMBOLS = [
  '_PyRuntime',
  'Py_Version',
  'PyRun_SimpleString',
  'Py_MakePendingCalls',
  'PyErr_CheckSignals',
  'PyGILState_Ensure',
  'PyGILState_Release',
  'PyGILState_Check',
  '_Py_NegativeRefcount',
];

/** Most likely first, so that two or three files are opened and not fifty: a shared libpython, the executable, the rest. */
const LIKELY = [/^libpython3[^/]*\.so/, /^python[^/]*$/, /^/];

/** Undefined when no mapped file holds a CPython. The caller closes `image`. */
export function locatePython(pid: number): LocatedPython | undefined {
  const maps = processMaps(pid);
  const tried = new Set<Mapping>();
  for (const name of LIKELY) {
    for (const mapping of maps) {
      const isFileStart = mapping.offset === 0 && mapping.inode !== 0 && mapping.path.startsWith('/');
      if (!isFileStart || tried.has(mapping) || !name.test(basename(mapping.path))) continue;
      tried.add(mapping);
      const found = tryMapping(pid, mapping, maps);
      if (found) return found;
    }
  }
  return undefined;
}

function tryMapping(pid: number, mapping: Mapping, maps: readonly Mapping[]): LocatedPython | undefined {
  const path = mappedFile(pid, mapping);
  if (!path) return undefined;
  let image: ElfImage;
  try {
    image = ElfImage.open(path);
  } catch {
    return undefined; // fonts, archives, locale tables are mapped too
  }
  try {
    const bias = image.bias(mapping.start);
    const symbols = image.exported(SYMBOLS);
    const at = (name: string): number | undefined => {
      const symbol = symbols.get(name);
      return symbol && bias + symbol.address;
    };
    const own = symbols.get('_PyRuntime') ?? runtimeSection(image);
    if (own) {
      return {
        image,
        mapping,
        bias,
        maps,
        runtime: { address: bias + own.address, size: own.size },
        address: at,
      };
    }
  } catch {
    // A file that lies about its tables holds no interpreter for us.
  }
  image.close();
  return undefined;
}

/** From 3.10 on `_PyRuntime` has a section of its own, there even where the symbol is not exported. */
function runtimeSection(image: ElfImage): ElfSymbol | undefined {
  const section = image.section('.PyRuntime');
  return section && { address: section.address, size: section.size };
}
