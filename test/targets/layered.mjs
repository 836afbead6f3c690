// Requests through several layers, of which one keeps what it was given: `Recorder.recordTask`. Grows from the start.
import { EventEmitter } from 'node:events';

class Recorder {
  constructor() {
    this.buffer = { tasks: [], count: 0 };
  }

  recordTask(frame) {
    const task = { id: this.buffer.count, payload: encode(frame), at: new Date() };
    this.buffer.tasks.push(task);
    this.buffer.count += 1;
  }
}

function encode(frame) {
  return JSON.stringify(frame).split(',').map(pad);
}

function pad(text) {
  return text.padStart(24, '0').split('');
}

function walk(depth, value) {
  return depth === 0 ? { value, list: new Array(40).fill(value) } : walk(depth - 1, value);
}

const recorder = new Recorder();
const cache = new Map();
const bus = new EventEmitter();
bus.on('frame', (frame) => recorder.recordTask(frame));
bus.on('frame', (frame) => remember(frame));

function remember(frame) {
  cache.set(frame.n % 500, walk(6, frame.n));
}

function readFrame(n) {
  return { n, pixels: Array.from({ length: 24 }, (_, at) => (n * at) % 255) };
}

function loadModels() {
  return Array.from({ length: 3000 }, (_, at) => ({ name: `model ${at}`, weights: new Array(20).fill(at) }));
}

const models = loadModels();
process.stdout.write(`ready ${models.length}\n`);
let n = 0;
setInterval(function stream() {
  for (let i = 0; i < 12; i++) bus.emit('frame', readFrame(n++));
}, 10);
