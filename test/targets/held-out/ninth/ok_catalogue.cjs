'use strict';
// reads its catalogue page by page from a slow service, which takes longer than a minute, then only looks things up
const products = new Map();
const PAGES = 2000;

const page = (n) =>
  new Promise((resolve) => {
    const rows = Array.from({ length: 25 }, (_, i) => ({
      sku: `sku-${n}-${i}`,
      title: `product ${n} ${i}`,
      price: (n * i) % 97,
      tags: [`t${n % 13}`, `t${i}`],
    }));
    setTimeout(resolve, 35, rows);
  });

async function load() {
  for (let n = 0; n < PAGES; n++) {
    for (const row of await page(n)) products.set(row.sku, row);
  }
}

load();
let found = 0;
setInterval(() => {
  for (let i = 0; i < 50; i++) if (products.get(`sku-${i}-${i % 25}`)) found += 1;
}, 25);
