import type { Driver } from '../../electron/drivers/driver.js';
import { nativeDriver } from '../../electron/drivers/native/native-driver.js';
import { nativeWays } from '../../electron/drivers/native/native-ways.js';
import { createRegistry } from '../../electron/drivers/registry.js';
import { addressBook } from '../../electron/drivers/v8/address-listing.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { createProcessTable } from '../../electron/processes/create-process-table.js';
import { createRecorder } from '../../electron/recorder/create-recorder.js';
import type { Recorder } from '../../electron/recorder/recorder.js';
import type { Recording, RecordingOptions } from '../../electron/recorder/recording.js';
import { createSampler } from '../../electron/samplers/create-sampler.js';
import { ledger } from '../../shared/analysis/ledger/ledger.js';
import { snapshotId } from '../../shared/base/brand.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { engineWorker } from './engine-worker.js';

export interface RecorderUnderTest {
  readonly recorder: Recorder;
  readonly engine: HeapEngine;
  start(options: Pick<RecordingOptions, 'path' | 'pids'> & Partial<RecordingOptions>): Promise<Recording>;
  dispose(): Promise<void>;
}

/** The real parts together, as the host joins them. `drivers` go before the product's own. */
export async function recorderUnderTest(
  drivers: readonly Driver[] = [],
  processes = createProcessTable(),
): Promise<RecorderUnderTest> {
  const worker = await engineWorker();
  const engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 2 });
  const registry = createRegistry([nativeDriver(), v8Driver()]);
  const first = (process: ProcessInfo) => drivers.find(({ runtime }) => runtime === process.runtime.kind);
  const recorder = createRecorder({
    processes,
    engine,
    nativeWays,
    createSampler: (options) => createSampler({ ...options, ledger }),
    processAt: addressBook.processAt,
    driverFor: (process) => first(process) ?? registry.driverFor(process),
  });
  const recordings: Recording[] = [];
  return {
    recorder,
    engine,
    async start(options) {
      const session = `s${recordings.length + 1}`;
      const recording = await recorder.start({
        tree: false,
        interval: 50,
        snapshotId: (number) => snapshotId(`${session}/${number}`),
        ...options,
      });
      recordings.push(recording);
      return recording;
    },
    async dispose() {
      await Promise.all(recordings.map((recording) => recording.stop()));
      processes.dispose();
      await engine.dispose();
      worker.remove();
    },
  };
}

/** Resolves when `holds` does; asked again at every change and every batch. Ends with the test's own limit. */
export function until(recording: Recording, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = [recording.onChange(look), recording.onSamples(look)];
    look();
  });
}
