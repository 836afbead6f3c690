/** `sample-one PID START`: what a reader of this process gives us, as one line of JSON: run as somebody who may not look in. */
import { InventoryReader } from '../../../electron/processes/linux/inventory-reader.js';
import { LinuxReader } from '../../../electron/samplers/linux/linux-reader.js';

const [pid = 0, startTime = 0] = process.argv.slice(2).map(Number);
const reader = new LinuxReader({ pid, startTime });
const first = reader.read(0);
const second = reader.read(1000);
const slow = await reader.readSlowly({}, true).catch(() => ({ reading: {} }));
const inventory = await new InventoryReader(pid).read();
reader.close();
console.log(
  JSON.stringify({
    names: Object.keys({ ...first, ...second, ...slow.reading }),
    inventory: Object.keys(inventory),
  }),
);
