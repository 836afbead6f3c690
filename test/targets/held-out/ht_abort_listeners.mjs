// Every request listens to the one signal of the server and none stops.
const stopping = new AbortController();

async function query(sql, { signal }) {
  const state = { sql, rows: new Array(80).fill(sql.length), cancelled: false };
  signal.addEventListener('abort', () => {
    state.cancelled = true;
  });
  await null;
  return state.rows;
}
let n = 0;
setInterval(async () => {
  for (let i = 0; i < 8; i++) await query(`select ${n++}`, { signal: stopping.signal });
}, 20);
process.on('SIGUSR2', () => stopping.abort());
