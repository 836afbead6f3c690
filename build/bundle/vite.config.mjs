import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { root } from '../setup/root.mjs';

/** The window's page: the same files behind app:// and behind the loopback server. */
export default {
  root: join(root, 'renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: join(root, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: true,
    chunkSizeWarningLimit: 2000,
  },
};
