// For Deno: holds a known number of objects, says `ready`, and waits.
class HeldThing {
  constructor(number) {
    this.number = number;
  }
}

globalThis.held = Array.from({ length: 500 }, (_, number) => new HeldThing(number));
setInterval(() => {}, 1000);
console.log('ready');
