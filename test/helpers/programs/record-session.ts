import { writeSync } from 'node:fs';
import { nativeDriver } from '../../../electron/drivers/native/native-driver.js';
import { createHeapEngine } from '../../../electron/engine/create-heap-engine.js';
import { createProcessTable } from '../../../electron/processes/create-process-table.js';
import { createRecorder } from '../../../electron/recorder/create-recorder.js';
import { createSampler } from '../../../electron/samplers/create-sampler.js';
import { snapshotId } from '../../../shared/base/brand.js';

/** Records the processes named, system figures only, and says `wrote TIME` for what is in the file. */
const [path, ...pids] = process.argv.slice(2);
const native = nativeDriver();
const recorder = createRecorder({
  processes: createProcessTable(),
  driverFor: () => native,
  engine: createHeapEngine({ workerUrl: new URL('file:///never-asked'), memoryLimit: 1e8 }),
  createSampler,
});
const recording = await recorder.start({
  path,
  pids: pids.map(Number),
  tree: false,
  interval: 20,
  snapshotId: (number) => snapshotId(`s/${number}`),
});
recording.onSamples((batches) => {
  for (const { target, time } of batches)
    writeSync(1, `wrote ${target} ${time[time.length - 1]} ${recording.now()}\n`);
});
recording.onEnd((end) => {
  writeSync(1, `end ${JSON.stringify(end)}\n`);
  process.exit(0);
});
process.once('SIGINT', () => void recording.stop());
