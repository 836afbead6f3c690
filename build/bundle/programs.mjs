/**
 * The programs that rolldown makes: everything but the window's page. All dependencies go
 * in, so that a package needs no node_modules; `electron` exists only inside Electron.
 */
const esm = (file) => ({ file: `dist/${file}`, format: 'esm', codeSplitting: false });

export const programs = [
  { input: { input: 'electron/cli/main.ts' }, output: esm('cli.js') },
  { input: { input: 'electron/engine/worker/engine-worker.ts' }, output: esm('engine-worker.js') },
  { input: { input: 'electron/store/ask/ask-program.ts' }, output: esm('ask-program.js') },
  { input: { input: 'electron/drivers/v8/closer-program.ts' }, output: esm('closer.js') },
  { input: { input: 'electron/drivers/native/leaver-program.ts' }, output: esm('leaver.js') },
  { input: { input: 'electron/app/main.ts', external: ['electron'] }, output: esm('app/main.js') },
  {
    // A sandboxed preload is one CommonJS file.
    input: { input: 'electron/app/preload.ts', external: ['electron'] },
    output: { file: 'dist/app/preload.cjs', format: 'cjs', codeSplitting: false },
  },
];
