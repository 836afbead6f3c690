import { describe, expect, it } from 'vitest';
import { duration, moments } from '../../../electron/cli/durations.js';
import { failureLine, screen } from '../../../electron/cli/screen.js';
import { textTable } from '../../../electron/cli/text-table.js';
import { Failure } from '../../../shared/base/failure.js';

describe('times on the command line', () => {
  it.each([
    ['100ms', 100],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['2m', 120_000],
    ['250', 250],
  ])('%s is %d ms', (text, ms) => expect(duration(text)).toBe(ms));

  it.each(['', 'soon', '-1s', '1 day', '1e3s'])('refuses %j', (text) => {
    expect(() => duration(text)).toThrow(/number with ms, s, m or h/);
  });

  it('reads when snapshots are taken', () => {
    expect(moments('start,20s, end')).toEqual(['start', 20_000, 'end']);
  });
});

describe('what a command prints', () => {
  const streams = (isTTY: boolean) => {
    const written = { out: '', err: '' };
    return {
      written,
      out: { write: (text: string) => (written.out += text) },
      err: { write: (text: string) => (written.err += text), isTTY },
    };
  };

  it('is with --json the value alone on stdout', () => {
    const to = streams(false);
    const it = screen(to, true, () => 0);
    it.say('attaching');
    it.answer({ rows: [1] }, () => 'text');
    expect(to.written).toEqual({ out: '{"rows":[1]}\n', err: 'attaching\n' });
  });

  it('draws a bar on a terminal and sparse lines elsewhere', () => {
    const terminal = streams(true);
    screen(terminal, false).progress(0.5, 'reading nodes');
    expect(terminal.written.err).toContain('████████████░░░░░░░░░░░░ 50 % reading nodes');
    const pipe = streams(false);
    let now = 10_000;
    const sparse = screen(pipe, false, () => now);
    sparse.progress(0.1, 'reading');
    sparse.progress(0.2, 'reading');
    now += 6000;
    sparse.progress(0.3, 'reading');
    expect(pipe.written.err).toBe('reading 10 %\nreading 30 %\n');
  });

  it('shows hostile names as text', () => {
    const table = textTable([{ name: '\x1b[31mred\u202e\0' }], [{ head: 'NAME', cell: (row) => row.name }]);
    expect(table).toBe('NAME\n\\u{1b}[31mred\\u{202e}\\u{0}');
  });

  it('says what failed and what to do in one line', () => {
    expect(failureLine(new Failure('x', 'There is no process 7.', 'Choose another.'))).toBe(
      'leakscope: There is no process 7. Choose another.',
    );
    expect(failureLine(new Error('two\nlines'))).toBe('leakscope: two\\u{a}lines');
  });
});
