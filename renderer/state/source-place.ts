import { createStore } from 'zustand/vanilla';

/** A line of a program that the user asked for: from a flame graph, a finding, an object. */
export interface SourcePlace {
  readonly file: string;
  /** From 1; 0 none. */
  readonly line: number;
  readonly function?: string;
  /** The target whose program it is of. */
  readonly target?: number;
}

const EDITORS_NAME = 'leakscope.editor';
/** `%f` the path, `%l` the line. */
export const EDITORS = {
  'VS Code': 'vscode://file%f:%l',
  'VS Codium': 'vscodium://file%f:%l',
  Cursor: 'cursor://file%f:%l',
  Zed: 'zed://file%f:%l',
  'IntelliJ IDEA': 'idea://open?file=%f&line=%l',
  PyCharm: 'pycharm://open?file=%f&line=%l',
  'Sublime Text': 'subl://open?url=file://%f&line=%l',
} as const;
export type Editor = keyof typeof EDITORS;

interface Keeper {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

/** Which line is looked at, and which editor opens it. */
export function createSourcePlace(keeper: Keeper) {
  const known = keeper.getItem(EDITORS_NAME);
  const store = createStore<{ readonly place?: SourcePlace; readonly editor: Editor }>(() => ({
    editor: known !== null && known in EDITORS ? (known as Editor) : 'VS Code',
  }));
  return {
    store,
    show: (place: SourcePlace | undefined) => store.setState({ place }),
    setEditor(editor: Editor): void {
      keeper.setItem(EDITORS_NAME, editor);
      store.setState({ editor });
    },
  };
}

/**
 * The address that opens a line in an editor; undefined for what is no absolute path of this machine. Every character
 * that could mean something in an address is escaped.
 */
export function editorLink(editor: Editor, file: string, line: number): string | undefined {
  const path = file.replace(/^file:\/\//, '').replace(/\\/g, '/');
  const absolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
  if (!absolute || /[\u0000-\u001f]/.test(path) || path.length > 4096) return undefined;
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return EDITORS[editor]
    .replace('%f', () => (escaped.startsWith('/') ? escaped : `/${escaped}`))
    .replace('%l', String(Math.max(1, Math.floor(line) || 1)));
}
