/** The fields of one record (RFC 4180); undefined where a quote is still open at its end. */
export function csvFields(record: string): readonly string[] | undefined {
  if (!record.includes('"')) return record.split(',');
  const fields: string[] = [];
  let from = 0;
  for (;;) {
    if (record[from] !== '"') {
      const end = record.indexOf(',', from);
      fields.push(record.slice(from, end < 0 ? undefined : end));
      if (end < 0) return fields;
      from = end + 1;
      continue;
    }
    let end = record.indexOf('"', from + 1);
    while (end >= 0 && record[end + 1] === '"') end = record.indexOf('"', end + 2);
    if (end < 0) return undefined;
    fields.push(record.slice(from + 1, end).replaceAll('""', '"'));
    if (end + 1 >= record.length) return fields;
    // What stands between a closing quote and the next comma belongs nowhere.
    from = record.indexOf(',', end + 1) + 1;
    if (from === 0) return fields;
  }
}
