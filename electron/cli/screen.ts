import { Failure, saying } from '../../shared/base/failure.js';
import { printable } from '../../shared/base/printable.js';

/** Where a command writes: answers to stdout, everything else to stderr. */
export interface Screen {
  readonly json: boolean;
  /** The answer: with `--json` the value alone, else the text. Once a command. */
  answer(value: unknown, text: () => string): void;
  /** A line about what goes on. */
  say(line: string): void;
  /** Why nothing goes on for now. */
  waiting(why: string): void;
  /** How far: a bar on a terminal, a sparse line otherwise. */
  progress(done: number | undefined, phase: string): void;
}

export interface Streams {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

const BAR = 24;
const SPARSE = 5000;

export function screen(streams: Streams, json: boolean, now: () => number = Date.now): Screen {
  let bar = false;
  let lastLine = 0;
  const clear = (): void => {
    if (bar) streams.err.write('\r\x1b[K');
    bar = false;
  };
  const say = (line: string): void => {
    clear();
    streams.err.write(`${line}\n`);
  };
  return {
    json,
    say,
    waiting: (why) => say(`${printable(why, 1000)} (Ctrl-C gives up)`),
    answer(value, text) {
      clear();
      streams.out.write(json ? `${JSON.stringify(value)}\n` : text() && `${text()}\n`);
    },
    progress(done, phase) {
      const share = done === undefined ? '' : ` ${Math.floor(done * 100)} %`;
      if (streams.err.isTTY) {
        const full = Math.round((done ?? 0) * BAR);
        streams.err.write(
          `\r\x1b[K${'█'.repeat(full)}${'░'.repeat(BAR - full)}${share} ${printable(phase, 80)}`,
        );
        bar = true;
      } else if (now() - lastLine >= SPARSE) {
        lastLine = now();
        streams.err.write(`${printable(phase, 80)}${share}\n`);
      }
    },
  };
}

/** One line saying what went wrong and what to do. */
export function failureLine(error: unknown): string {
  const remedy = error instanceof Failure && error.remedy ? ` ${error.remedy}` : '';
  return `leakscope: ${printable(saying(error), 2000)}${printable(remedy, 2000)}`;
}
