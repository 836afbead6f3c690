// A table that is read once and stays as it is, most of it copies of the same few texts. It is no leak; one copy of each would do.
const statuses = ['waiting for the confirmation of the customer', 'handed over to the parcel service'];
const rows = [];
for (let n = 0; n < 60_000; n++) {
  const status = Buffer.from(statuses[n % 2]).toString();
  const city = Buffer.from(`city number ${n % 50} of the long list of all of the cities`).toString();
  rows.push({ n, status, city });
}

let at = 0;
setInterval(() => {
  for (let i = 0; i < 50; i++) rows[at++ % rows.length].seen = at;
}, 20);
