/** What the desktop window offers beside the engine; absent in a browser. See electron/app/preload. */
export interface Shell {
  openDialog(): Promise<string[]>;
  saveDialog(name: string): Promise<string | undefined>;
  onCommand(listener: (command: string) => void): void;
  connect(): void;
  /** The path of a dropped file; absent where the shell cannot tell. */
  pathOf?(file: File): string;
}

declare global {
  interface Window {
    readonly leakscopeShell?: Shell;
  }
}

export const shell = (): Shell | undefined => window.leakscopeShell;
