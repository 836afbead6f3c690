import { decodeUtf8 } from '../../model/byte-strings.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed } from './bad-profile.js';
import { LineSplitter } from './line-splitter.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';

/** Folded stacks, as Brendan Gregg's stackcollapse scripts write them: a line `outer;inner WEIGHT` a stack. */
export const foldedStacksImporter: AllocationImporter = {
  id: 'folded',
  matches(head) {
    const [text, ...more] = decodeUtf8(head, 0, head.length)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    if (text === undefined || OTHER.test(text) || HEAPTRACK.test(text)) return false;
    // A stack may be longer than what is looked at: then it only has to be text.
    return more.length > 0 || head.length < LEAST_HEAD ? LINE.test(text) : true;
  },
  open({ name }) {
    const stacks = new StackBuilder();
    const weights = new WeightBuilder();
    const frames = new Map<string, number>();
    let number = 0;
    const frameOf = (text: string): number => {
      let row = frames.get(text);
      if (row === undefined) {
        const { name, file, line } = placeOf(text);
        row = stacks.frame(name, file, line);
        frames.set(text, row);
      }
      return row;
    };
    const lines = new LineSplitter((line) => {
      number++;
      if (line === '' || line.startsWith('#')) return;
      const space = line.lastIndexOf(' ');
      const weight = Number(line.slice(space + 1));
      if (space < 0 || space === line.length - 1 || !Number.isFinite(weight))
        throw malformed(`line ${number} has no weight at its end`);
      let stack = NO_STACK;
      for (let from = 0; from <= space; ) {
        let end = line.indexOf(';', from);
        if (end < 0 || end > space) end = space;
        if (end > from) stack = stacks.stack(stack, frameOf(line.slice(from, end)));
        from = end + 1;
      }
      if (stack !== NO_STACK) weights.add(stack, weight);
    });
    return {
      push: (chunk) => lines.push(chunk),
      end() {
        lines.end();
        const table = weights.table(stacks.table());
        return [{ kind: 'imported', name, unit: 'bytes', lines: 'call', table }];
      },
    };
  },
};

/** How heaptrack's data begins, which this would fit, too. */
const HEAPTRACK = /^v [0-9a-f]+ [0-9a-f]+\r?$/;
/** How markup and JSON begin; and control characters, which no text has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OTHER = /^(?:[\s{[]|<(?:!|\?|html|svg))|[\x00-\x08\x0b\x0c\x0e-\x1f]/i;
const LEAST_HEAD = 4096;
const LINE = /^\S.* -?\d+(\.\d+)?\r?$/;

/** `name (file:line)`, as ours are written; any other frame is a name. */
function placeOf(text: string): { readonly name: string; readonly file?: string; readonly line?: number } {
  const found = text.length > LONGEST ? undefined : /^(.*) \(([^()]+?)(?::(\d+))?\)$/s.exec(text);
  if (!found) return { name: text };
  const [, name, file, line] = found;
  return /[/\\.]/.test(file) ? { name, file, line: line ? Number(line) : 0 } : { name: text };
}

/** The expression above is not tried on names of megabytes. */
const LONGEST = 10_000;
