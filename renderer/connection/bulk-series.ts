import type { SeriesColumns, SeriesQuery } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';

const MAX_SERIES = 64;
const HEADER = 8;
const LIMIT = 30_000;

/** Fetches the columns of several series of one target, as many at once as the engine answers. Order as asked for. */
export async function fetchSeries(
  session: SessionId,
  query: SeriesQuery,
  signal?: AbortSignal,
): Promise<readonly SeriesColumns[]> {
  const answers: Promise<readonly SeriesColumns[]>[] = [];
  for (let at = 0; at < query.names.length; at += MAX_SERIES)
    answers.push(fetchSome(session, { ...query, names: query.names.slice(at, at + MAX_SERIES) }, signal));
  return (await Promise.all(answers)).flat();
}

async function fetchSome(
  session: SessionId,
  { target, names, from, to, points }: SeriesQuery,
  signal?: AbortSignal,
): Promise<readonly SeriesColumns[]> {
  const query = new URLSearchParams({
    session,
    target: String(target),
    names: names.join(','),
    from: String(Math.max(0, from)),
    to: String(Math.max(0, to)),
    points: String(Math.max(2, Math.round(points))),
  });
  const timeLimit = AbortSignal.timeout(LIMIT);
  const answer = await fetch(new URL(`bulk/series?${query}`, document.baseURI), {
    signal: signal ? AbortSignal.any([signal, timeLimit]) : timeLimit,
  });
  if (!answer.ok)
    throw new Failure('no-series', (await answer.text()).slice(0, 300) || 'The samples could not be read.');
  return decodeSeries(await answer.arrayBuffer(), names);
}

/** The inverse of `encodeSeries` in electron/api. Every count is checked against what is there. */
export function decodeSeries(buffer: ArrayBuffer, names: readonly string[]): readonly SeriesColumns[] {
  const bad = (): Failure => new Failure('bad-series', 'The samples came back damaged.', 'Try again.');
  if (buffer.byteLength < HEADER) throw bad();
  const view = new DataView(buffer);
  const count = view.getUint32(0, true);
  if (count > MAX_SERIES || count !== names.length) throw bad();
  let at = HEADER;
  return names.map((name) => {
    if (at + HEADER > buffer.byteLength) throw bad();
    const length = view.getUint32(at, true);
    at += HEADER;
    if (at + length * 24 > buffer.byteLength) throw bad();
    const column = (index: number): Float64Array => new Float64Array(buffer, at + index * length * 8, length);
    const series = { name, time: column(0), min: column(1), max: column(2) };
    at += length * 24;
    return series;
  });
}
