/** `npm test`: set-up, then every check and suite, on Node 24. Ends with one line over all of them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './setup/root.mjs';
import { systemPackages } from './setup/system-packages.mjs';
import { testElectron } from './setup/test-electron.mjs';
import { testRuntimes } from './setup/test-runtimes.mjs';

systemPackages([
  {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    for: 'the tests in a real browser',
  },
  { commands: ['Xvfb'], package: 'xvfb', for: 'the tests on a real Electron app' },
  { commands: ['gdb'], package: 'gdb', for: 'the last step of the ladder into a sleeping CPython' },
  { commands: ['python3'], package: 'python3', for: 'the tests on real CPython targets' },
]);
testRuntimes();
testElectron();
const node = build();
const { status } = spawnSync(node, [join(root, 'build', 'checks', 'all.mjs'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
