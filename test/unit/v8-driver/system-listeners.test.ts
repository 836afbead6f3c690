import { expect, it } from 'vitest';
import { elsewhereCheck } from '../../../electron/drivers/v8/attach-checks.js';
import { namedPipes, thisSystem } from '../../../electron/drivers/v8/elsewhere-entry.js';
import { checkedRows, connectionsOf, listenersOf } from '../../../electron/drivers/v8/system-listeners.js';

/** As systeminformation 5.33 hands out the lines of `netstat -nao` on Windows and `netstat -nat` on macOS. */
const row = (
  localAddress: string,
  localPort: string,
  peer: readonly [string, string],
  state: string,
  pid: number,
) => ({
  ...{
    protocol: 'tcp',
    localAddress,
    localPort,
    peerAddress: peer[0],
    peerPort: peer[1],
    state,
    pid,
    process: '',
  },
});

it('finds who listens in what Windows prints, in any language', () => {
  const rows = [
    row('127.0.0.1', '9229', ['0.0.0.0', '0'], 'LISTEN', 4242),
    row('[::1]', '9230', ['[::]', '0'], 'ÉCOUTE', 4243),
    row('127.0.0.1', '9229', ['127.0.0.1', '51000'], 'ESTABLISHED', 4242),
    { ...row('0.0.0.0', '5353', ['*', '*'], '', 900), protocol: 'udp' },
  ];
  expect(listenersOf(rows)).toEqual([
    { host: '127.0.0.1', port: 9229, pid: 4242 },
    { host: '::1', port: 9230, pid: 4243 },
  ]);
});

it('finds who listens in what macOS prints', () => {
  const rows = [
    { ...row('*', '3000', ['*', '*'], 'LISTEN', 77), protocol: 'tcp46' },
    row('127.0.0.1', '9229', ['*', '*'], 'LISTEN', 78),
    row('127.0.0.1', 'x', ['*', '*'], 'LISTEN', 79),
    row('127.0.0.1', '1', ['*', '*'], 'LISTEN', Number.NaN),
  ];
  expect(listenersOf(rows)).toEqual([
    { host: '0.0.0.0', port: 3000, pid: 77 },
    { host: '127.0.0.1', port: 9229, pid: 78 },
  ]);
});

it('finds connections to a port, and not what only waits or is closing', () => {
  const rows = [
    row('127.0.0.1', '9229', ['0.0.0.0', '0'], 'LISTEN', 4242),
    row('127.0.0.1', '9229', ['127.0.0.1', '51000'], 'ESTABLISHED', 4242),
    row('127.0.0.1', '9229', ['127.0.0.1', '51001'], 'HERGESTELLT', 4242),
    row('127.0.0.1', '9229', ['127.0.0.1', '51002'], 'TIME_WAIT', 4242),
    { ...row('0.0.0.0', '5353', ['1.2.3.4', '9'], '', 900), protocol: 'udp' },
  ];
  expect(connectionsOf(rows)).toEqual([
    { host: '127.0.0.1', port: 9229, pid: 4242 },
    { host: '127.0.0.1', port: 9229, pid: 4242 },
  ]);
});

it('leaves out rows that are none', () => {
  const good = row('127.0.0.1', '9229', ['0.0.0.0', '0'], 'LISTEN', 4242);
  expect(
    checkedRows([good, null, 7, {}, { ...good, pid: '4242' }, { ...good, protocol: undefined }]),
  ).toEqual([good]);
  expect(checkedRows(undefined)).toEqual([]);
});

it('signals nobody where a signal could end a process', () => {
  expect(thisSystem('darwin').open).toBeUndefined();
  expect(thisSystem('win32').open).toBeTypeOf('function');
  const [one, other] = [namedPipes(), namedPipes()];
  expect(one.here('resident')).toMatch(/^\\\\\.\\pipe\\leakscope-[0-9a-f]{32}-resident$/);
  expect(one.here('resident')).not.toBe(other.here('resident'));
});

it('says before an attach what the system can do', () => {
  const target = (flavour: string) => ({ runtime: { kind: 'v8', flavour } }) as never;
  expect(elsewhereCheck(target('deno'), 'win32')).toMatchObject({ ok: false });
  expect(elsewhereCheck(target('node'), 'win32').found).toMatch(/opened for a moment/);
  expect(elsewhereCheck(target('node'), 'darwin').found).toMatch(/kill -USR1/);
});
