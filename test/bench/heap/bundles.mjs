import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

/** A program as one file in `folder`. */
export async function bundled(input, folder, options = {}) {
  const name = basename(input).replace(/\.\w+$/, '');
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent', ...options });
  await bundle.write({
    dir: join(folder, name),
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    format: 'esm',
  });
  await bundle.close();
  return join(folder, name, `${name}.mjs`);
}

/** DevTools' heap snapshot worker from the published sources. */
export async function bundledDevTools(folder) {
  const root = dirname(createRequire(import.meta.url).resolve('chrome-devtools-frontend/package.json'));
  const entry = join(root, 'front_end/entrypoints/heap_snapshot_worker');
  const model = join(root, 'front_end/models/heap_snapshot/HeapSnapshotModel.ts');
  const source = `
    export * as HeapSnapshot from ${JSON.stringify(join(entry, 'HeapSnapshot.ts'))};
    export * as HeapSnapshotLoader from ${JSON.stringify(join(entry, 'HeapSnapshotLoader.ts'))};
    export * as HeapSnapshotModel from ${JSON.stringify(model)};`;
  // Generated when DevTools is built; only its texts, which are not used here.
  const locales = `export const BUNDLED_LOCALES = [], DEFAULT_LOCALE = 'en-US', LOCAL_FETCH_PATTERN = '',
    REMOTE_FETCH_PATTERN = '', LOCALES = ['en-US'];`;
  const virtual = new Map([
    ['/devtools-heap.ts', source],
    ['/devtools-locales.ts', locales],
  ]);
  return bundled('/devtools-heap.ts', folder, {
    plugins: [
      {
        name: 'devtools',
        resolveId: (id) =>
          id.endsWith('/locales.js') ? '/devtools-locales.ts' : virtual.has(id) ? id : undefined,
        load: (id) => virtual.get(id),
      },
    ],
    // As its own build has it: a field that is only declared must not be set again after `super()`.
    transform: {
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
  });
}
