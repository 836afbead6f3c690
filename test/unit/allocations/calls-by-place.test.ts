import { describe, expect, it } from 'vitest';
import { byPlace } from '../../../shared/analysis/allocations/by-place.js';
import { frameGroups, type PlaceKind } from '../../../shared/analysis/allocations/frame-groups.js';
import { moduleOf, packageOf, runtimeFrames } from '../../../shared/analysis/allocations/place-names.js';
import { matchedFrames, searchCalls } from '../../../shared/analysis/allocations/search-calls.js';
import { callTree } from '../../helpers/call-tree.js';

const tree = callTree(`
  main@/app/src/main.js:1 1
    fetch@/app/node_modules/@scope/net/index.js:4 2
      store@/app/src/store.js:9 40
        fetch@/app/node_modules/@scope/net/index.js:7 5
    emit@node:events:500
      store@/app/src/store.js:12 30
`);
const rows = (kind: PlaceKind): Record<string, string> => {
  const groups = frameGroups(tree.frames, kind);
  const { self, total, calls } = byPlace(tree, groups, 'bytes');
  return Object.fromEntries(groups.name.map((name, at) => [name, `${self[at]} ${total[at]} ${calls[at]}`]));
};

describe('calls by place', () => {
  it('functions on several lines are one; what calls itself counts once', () => {
    expect(rows('function')).toEqual({ main: '1 78 1', fetch: '7 47 2', store: '70 75 2', emit: '0 30 1' });
  });

  it('packages, modules and files', () => {
    expect(rows('package')).toEqual({ 'own code': '71 78 3', '@scope/net': '7 47 2', 'Node.js': '0 30 1' });
    expect(Object.keys(rows('module'))).toEqual(['src/main', '@scope/net', 'src/store', 'node:events']);
    expect(rows('file')['/app/src/store.js']).toBe('70 75 2');
  });

  it('search sums what goes through the matches, nothing twice', () => {
    const found = searchCalls(
      tree,
      matchedFrames(
        tree.frames,
        (name) => name === 'store' || name === 'fetch',
        new Uint8Array(tree.frames.length),
      ),
      'bytes',
    );
    expect(found).toMatchObject({ frameCount: 4, calls: 4, total: 77 });
    expect(found.share).toBeCloseTo(77 / 78);
  });

  it('knows whose code a file is', () => {
    const whose: readonly (readonly [file: string, name: string, whose: string])[] = [
      ['/srv/lib/python3.12/site-packages/flask/app.py', 'run', 'flask'],
      ['/usr/lib/python3.12/json/decoder.py', 'decode', 'Python'],
      ['<frozen importlib._bootstrap>', 'f', 'Python'],
      ['file:///app/node_modules/express/lib/router.js', 'handle', 'express'],
      ['C:\\app\\node_modules\\left-pad\\index.js', 'pad', 'left-pad'],
      ['', '(V8 API)', 'V8'],
      ['', 'std::vector::push_back', 'std'],
      ['/usr/lib/libcrypto.so.3', 'EVP', 'libcrypto'],
      ['/home/me/app.py', 'main', 'own code'],
      ['/home/me/bin/shop', 'item', 'own code'],
      ['/usr/bin/python3', '_PyObject_Malloc', 'native'],
      ['', 'malloc', 'native'],
      ['/home/me/shop.c', 'item', 'own code'],
      ['D:\\work\\shop.cpp', 'item', 'own code'],
      ['/home/me/shop.cpp', 'shop::item', 'shop'],
      [
        '/home/me/.cargo/registry/src/index.crates.io-6f17/serde_json-1.0.108/src/de.rs',
        'parse',
        'serde_json',
      ],
      ['/home/me/go/pkg/mod/github.com/a/b@v1.2.0/c.c', 'add', 'github.com/a/b'],
      ['/home/conda/feedstock_root/build_artifacts/openssl_1700/work/a.c', 'EVP_new', 'openssl'],
      ['/home/runner/work/lz/lz/src/lz.c', 'pack', 'native'],
      ['/checkout/src/alloc.c', 'grow', 'native'],
      ['/workspace/shop.c', 'item', 'own code'],
      ['./csu/libc-start.c', '__libc_start_main', 'native'],
      ['/usr/include/bits/alloc.h', 'allocate', 'native'],
    ];
    for (const [file, name, expected] of whose) expect(packageOf(file, name), file).toBe(expected);
    const script = callTree(`
      a@/app/a.js:1
        b@node:net:2
          map
    `);
    expect(Array.from(runtimeFrames(script.frames))).toEqual([0, 1, 1]);
    const native = callTree(`
      std::vector@
        malloc
    `);
    expect(Array.from(runtimeFrames(native.frames))).toEqual([0, 0]);
    expect(moduleOf('/srv/lib/python3.12/site-packages/flask/app.py', '')).toBe('flask/app');
  });
});
