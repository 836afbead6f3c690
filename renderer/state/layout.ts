import { createStore } from 'zustand/vanilla';

export const PANES = [
  'overview',
  'heap',
  'object',
  'allocations',
  'threads',
  'regions',
  'source',
  'sql',
] as const;
export type Pane = (typeof PANES)[number];
export type Theme = 'system' | 'light' | 'dark' | 'contrast';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

/** How the holders of an object are shown. */
export const HOLDINGS = ['picture', 'paths'] as const;
export type Holding = (typeof HOLDINGS)[number];

export type Sheet =
  | 'palette'
  | 'keys'
  | 'open'
  | 'mark'
  | 'repeat'
  | 'launch'
  | 'address'
  | 'preflight'
  | 'save'
  | 'part'
  | 'export'
  | 'rename'
  | 'note';

export interface Layout {
  readonly screen: 'attach' | 'session';
  readonly pane: Pane;
  readonly theme: Theme;
  readonly railWidth: number;
  /** As it was dragged; absent, a share of the window's. */
  readonly timelineHeight?: number;
  readonly sideWidth: number;
  readonly holding: Holding;
  /** What floats: one at a time. */
  readonly sheet?: Sheet;
}

const REMEMBERED = ['pane', 'theme', 'railWidth', 'timelineHeight', 'sideWidth', 'holding'] as const;

/** Anything that keeps texts by name: localStorage, or a test's map. */
export interface Keeper {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

const NAME = 'leakscope.layout';

/** How the window is arranged; remembered but for what floats. */
export function createLayout(keeper: Keeper) {
  const initial: Layout = {
    screen: 'attach',
    pane: 'overview',
    theme: 'system',
    railWidth: 256,
    sideWidth: 448,
    holding: 'picture',
  };
  const store = createStore<Layout>(() => ({ ...initial, ...remembered(keeper) }));
  store.subscribe((layout) => {
    const kept = Object.fromEntries(REMEMBERED.map((name) => [name, layout[name]]));
    keeper.setItem(NAME, JSON.stringify(kept));
  });
  return {
    store,
    show: (screen: Layout['screen']) => store.setState({ screen }),
    openPane: (pane: Pane) => store.setState({ pane, screen: 'session' }),
    showHolding: (holding: Holding) => store.setState({ holding }),
    setTheme: (theme: Theme) => store.setState({ theme }),
    resize: (sizes: Partial<Pick<Layout, 'railWidth' | 'timelineHeight' | 'sideWidth'>>) =>
      store.setState(sizes),
    openSheet: (sheet: Layout['sheet']) => store.setState({ sheet }),
  };
}

/** Only what has the right shape: the keeper may hold what an older version wrote. */
function remembered(keeper: Keeper): Partial<Layout> {
  try {
    const value = JSON.parse(keeper.getItem(NAME) ?? '{}') as Record<string, unknown>;
    const size = (name: string, least: number, most: number): object =>
      typeof value[name] === 'number' && value[name] >= least && value[name] <= most
        ? { [name]: value[name] }
        : {};
    return {
      ...(PANES.includes(value['pane'] as Pane) ? { pane: value['pane'] as Pane } : {}),
      ...(THEMES.includes(value['theme'] as Theme) ? { theme: value['theme'] as Theme } : {}),
      ...(HOLDINGS.includes(value['holding'] as Holding) ? { holding: value['holding'] as Holding } : {}),
      ...size('railWidth', 180, 480),
      ...size('timelineHeight', 64, 2000),
      ...size('sideWidth', 280, 900),
    };
  } catch {
    return {};
  }
}
