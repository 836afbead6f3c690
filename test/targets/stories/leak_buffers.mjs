// Frames outside of the heap, in an array of the module.
const frames = [];

setInterval(() => {
  frames.push(Buffer.alloc(256 * 1024, 1));
}, 50);
