import { expect, test } from 'vitest';
import { parseInspectorFlags } from '../../../electron/drivers/v8/inspector-flags.js';

test.each([
  [['node', 'app.js'], { port: 9229, inspecting: false }],
  [['node', '--inspect', 'app.js'], { port: 9229, inspecting: true }],
  [['node', '--inspect=0', 'app.js'], { port: 0, inspecting: true }],
  [['node', '--inspect=127.0.0.1:0', 'app.js'], { port: 0, inspecting: true }],
  [['node', '--inspect-brk=localhost:9300'], { port: 9300, inspecting: true }],
  [['node', '--inspect=[::1]:9301'], { port: 9301, inspecting: true }],
  [['node', '--inspect=example'], { port: 9229, inspecting: true }],
  [['node', '--inspect-port=9400', 'app.js'], { port: 9400, inspecting: false }],
  [['node', '--inspect', '--inspect-port=9401'], { port: 9401, inspecting: true }],
  [['node', '--inspect-publish-uid=http'], { port: 9229, inspecting: false }],
  [['node', 'app.js', '--inspection=5'], { port: 9229, inspecting: false }],
])('%j', (args, flags) => {
  expect(parseInspectorFlags(args)).toEqual(flags);
});
