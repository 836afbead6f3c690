/** The query of a bulk address as an object to be validated: what is absent stays absent, numbers are numbers. */
export function bulkQuery(
  parameters: URLSearchParams,
  numbers: readonly string[],
  texts: readonly string[],
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const name of numbers) {
    const text = parameters.get(name);
    if (text !== null && text !== '') query[name] = Number(text);
  }
  for (const name of texts) {
    const text = parameters.get(name);
    if (text !== null && text !== '') query[name] = text;
  }
  return query;
}
