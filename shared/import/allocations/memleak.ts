import { decodeUtf8 } from '../../model/byte-strings.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed } from './bad-profile.js';
import { LineSplitter } from './line-splitter.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';

/**
 * What BCC's `memleak` prints: a report every few seconds, each the whole of what is held by then. The last one counts.
 * https://github.com/iovisor/bcc/blob/master/tools/memleak_example.txt
 */
export const memleakImporter: AllocationImporter = {
  id: 'memleak',
  matches: (head) =>
    decodeUtf8(head, 0, Math.min(head.length, 4096))
      .split('\n')
      .find((line) => !ABOUT.test(line))
      ?.match(MEMLEAK_REPORT) != null,
  open({ name }) {
    const stacks = new StackBuilder();
    /** Of the latest report, by stack. */
    let report = new Map<number, Sum>();
    let held: Held | undefined;
    let number = 0;
    const close = (): void => {
      if (!held) return;
      let stack: number = NO_STACK;
      for (const text of held.frames.reverse()) stack = stacks.stack(stack, frameOf(text, stacks));
      if (stack === NO_STACK) stack = stacks.stack(stack, stacks.frame('(unknown)'));
      const { bytes = 0, count = 0 } = report.get(stack) ?? {};
      report.set(stack, { bytes: bytes + held.bytes, count: count + held.count });
      held = undefined;
    };
    const lines = new LineSplitter((line) => {
      number++;
      const [, bytes, count] = HELD.exec(line) ?? [];
      if (MEMLEAK_REPORT.test(line)) {
        close();
        report = new Map();
      } else if (bytes !== undefined) {
        close();
        held = { bytes: Number(bytes), count: Number(count), frames: [] };
      } else if (line.startsWith('\t\t') && held) {
        if (line.trim() !== '' && held.frames.length < MOST_FRAMES) held.frames.push(line.slice(2));
      } else if (!ABOUT.test(line) && !ADDRESS.test(line))
        throw malformed(`line ${number} is none of memleak’s`);
    });
    return {
      push: (chunk) => lines.push(chunk),
      end() {
        lines.end();
        close();
        const weights = new WeightBuilder();
        for (const [stack, { bytes, count }] of report) weights.add(stack, bytes, count);
        return [
          { kind: 'imported', name, unit: 'bytes', lines: 'call', table: weights.table(stacks.table()) },
        ];
      },
    };
  },
};

/** How each report begins. */
const MEMLEAK_REPORT = /^\[\d\d:\d\d:\d\d\] Top \d+ stacks with outstanding allocations:$/;

interface Sum {
  readonly bytes: number;
  readonly count: number;
}

interface Held extends Sum {
  /** Innermost first. */
  readonly frames: string[];
}

const HELD = /^\t(\d{1,15}) bytes in (\d{1,15}) allocations from stack$/;
/** Of `-a`. */
const ADDRESS = /^\taddr = [0-9a-f]+ size = \d+$/;
/** What stands before the first report. */
const ABOUT = /^$|^Attaching to |^Executing '|^WARNING: /;
/** The kernel gives no more of a stack. */
const MOST_FRAMES = 1024;

/** `0x000055d0f\tkeep(int)+0x18 [program]`; older ones leave the address out. */
function frameOf(text: string, stacks: StackBuilder): number {
  const plain = text.replace(/^0x[0-9a-f]+\t/, '');
  const module = / \[([^[\]]*)\]$/.exec(plain);
  const name = (module ? plain.slice(0, module.index) : plain).replace(/\+0x[0-9a-f]+$/, '');
  return stacks.frame(name || '(unknown)', module?.[1]);
}
