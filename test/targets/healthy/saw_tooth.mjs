// Healthy: makes much garbage, holds nothing: the collector's saw-tooth.
const held = { rows: [] };
setInterval(() => {
  held.rows = Array.from({ length: 40_000 }, (_, i) => ({ i, text: `row ${i}` }));
}, 30);
