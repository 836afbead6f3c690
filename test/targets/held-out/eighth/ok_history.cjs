'use strict';
const history = [];
let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) {
    history.push({ n: ++n, at: Date.now(), note: `entry ${n}` });
    if (history.length > 5000) history.shift();
  }
}, 20);
