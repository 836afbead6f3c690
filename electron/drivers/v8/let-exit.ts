import type { Wire } from './wire.js';

/** At its end Node waits until every connection is gone, and would wait for us. */
export async function letExit(wire: Wire): Promise<void> {
  wire.onEvent((method) => {
    if (method === 'NodeRuntime.waitingForDisconnect') wire.hangUp();
  });
  await wire.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => undefined);
}
