// Healthy: makes much garbage, holds nothing: the collector's saw-tooth.
let kept;
setInterval(() => {
  kept = Array.from({ length: 40_000 }, (_, i) => ({ i, text: `row ${i}` }));
}, 30);
