import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { holdsSocket } from '../../electron/drivers/python/link/holds-socket.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

const python = onePythonPerMinor().find(({ root }) => root === undefined);
const NAME = 'leakscope-1-0123456789abcdef';
const PEER = `
import os, socket, sys
link = socket.socket(socket.AF_UNIX)
link.bind("\\0" + sys.argv[2])
link.connect(sys.argv[1])
link.sendall(b"here\\n")
sys.stdin.read()
`;

testWhere(process.platform === 'linux' && python !== undefined, 'no CPython here, or not Linux')(
  'a socket is its process’s alone, by the name it was bound to',
  async () => {
    const path = join(scratchFolder(onTestFinished), 's');
    const server = createServer().listen(path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const [command, ...before] = python?.command ?? ['python3'];
    const peer = spawn(command, [...before, '-c', PEER, path, NAME], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    onTestFinished(() => void peer.kill('SIGKILL'));
    const [socket] = await once(server, 'connection');
    await once(socket, 'data');
    const pid = peer.pid ?? 0;
    expect(await holdsSocket(pid, NAME)).toBe(true);
    // It is there, and another's.
    expect(await holdsSocket(process.pid, NAME)).toBe(false);
    expect(await holdsSocket(pid, NAME.replace('-1-', '-2-'))).toBe(false);
    expect(await holdsSocket(pid, 'some other name')).toBe(false);
    const exited = once(peer, 'exit');
    peer.stdin.end();
    await exited;
    expect(await holdsSocket(pid, NAME)).not.toBe(true);
  },
);

it('a name that the agent never gives is refused before the kernel is asked', async () => {
  expect(await holdsSocket(process.pid, '')).toBe(false);
  expect(await holdsSocket(process.pid, '../leakscope-1-0123456789abcdef')).toBe(false);
});
