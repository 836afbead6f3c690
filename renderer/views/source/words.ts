/** The texts of the source pane. */
export const words = {
  title: 'Source',
  none: 'No line is chosen',
  noneAbout:
    'Choose a call in Allocations, a finding with a line, or an object that knows where it was allocated: its file stands here, with the bytes of each line.',
  toAllocations: 'Open allocations',
  loading: 'Reading the file …',
  again: 'Try again',
  file: 'File',
  chosen: (line: number) => `line ${line}`,
  editor: 'Open in editor',
  editorChoice: 'Editor',
  editorAbout: 'The editor that links open; it has to know the address',
  fromDisk: 'read from this machine’s disk',
  fromSession: 'kept in the session',
  functionLines:
    'This source tells the function, not the line: the bytes of a function stand at its first line.',
  self: 'Self',
  total: 'Total',
  delta: 'Δ',
  deltaAbout: 'Later minus earlier, with what the line called; exactly:',
  gutter: (self: string, total: string, count: string, estimated: boolean) =>
    `${self} allocated by this line itself, ${total} with what it called, ${count} ${estimated ? 'samples' : 'allocations'}`,
  estimated: 'estimated from samples',
  estimatedAbout: 'Estimated: each sample stands for many allocations that were not looked at.',
  counting: 'Adding up the bytes of its lines …',
  noFigures: 'No allocation in this file',
  inLines: (lines: number) => `in ${lines === 1 ? '1 line' : `${lines} lines`}`,
  allocatesAbout: 'What the lines of this file allocated themselves, without what they called.',
} as const;
