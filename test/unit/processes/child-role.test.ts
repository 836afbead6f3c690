import { expect, it } from 'vitest';
import { childRole } from '../../../electron/processes/child-role.js';

it.each([
  [['/usr/bin/chromium', '--headless'], undefined],
  [['electron', '.', '--types=all'], undefined],
  [['chromium', '--type=gpu-process', '--x=1'], 'GPU'],
  // Of the zygote: one argument.
  [['chromium --type=renderer --lang=en-US'], 'renderer'],
  [['chromium --type=renderer --extension-process --lang=en-US'], 'extension'],
  [['chromium', '--type=renderer', '--top-chrome-webui'], 'its own pages'],
  [['chromium', '--type=zygote', '--no-zygote-sandbox'], 'zygote'],
  [
    ['chromium', '--type=utility', '--utility-sub-type=network.mojom.NetworkService', '--x'],
    'network service',
  ],
  [['electron', '--type=utility', '--utility-sub-type=node.mojom.NodeService'], 'node service'],
  [['chromium', '--type=utility'], 'utility'],
  [['chromium', `--type=${'x'.repeat(5000)}`], 'x'.repeat(40)],
  [['chromium', '--type=a-new-kind'], 'a new kind'],
])('tells what a child of Chromium is for: %j', (command, role) => {
  expect(childRole(command)).toBe(role);
});
