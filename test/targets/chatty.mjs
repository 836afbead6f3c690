// Prints numbered lines as fast as they are taken, through the console.
let line = 0;
const print = () => {
  for (let n = 0; n < 20; n++) console.log(`line ${line++}`);
  setImmediate(print);
};
process.stdout.write('ready\n');
print();
