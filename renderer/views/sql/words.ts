/** The texts of the SQL pane. */
export const words = {
  field: 'Question to the session, in SQL',
  placeholder: 'SELECT … FROM series_stats',
  run: 'Run',
  running: 'Running …',
  save: 'Save',
  saveAs: 'Name of this query',
  forget: (name: string) => `Forget ${name}`,
  csv: 'CSV',
  csvAbout: 'Every row of the answer as a CSV file, at most 100 000',
  cancel: 'Cancel',
  again: 'Run again',
  tables: 'Tables',
  saved: 'Queries',
  about:
    'Read-only, at most ten seconds. The range in the timeline is the part that samples and gc hold. Times are ms since the session began, sizes bytes.',
  rows: (from: number, to: number, more: boolean) =>
    to === from ? 'no rows' : `rows ${from + 1} – ${to}${more ? ' of more' : ''}`,
  took: (ms: number) => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`,
  before: 'Before',
  next: 'Next',
  tookAbout: 'How long the engine took for the answer',
  columnAbout:
    'As the question names it; sizes are bytes, times ms since the session began, unless the question reckons otherwise',
  answer: 'Answer',
  null: 'NULL',
  blob: (bytes: string) => `${bytes} of data`,
  cutOff: (length: string) => `${length} characters, cut`,
  exported: (rows: string) => `${rows} rows written.`,
  insert: (name: string) => `Ask for ${name}`,
} as const;
