import type { ProcessRow } from '../../../shared/api/processes.js';

/** What tells one process from its siblings: the command line without the program's own name and path. */
export function commandWords({ name, command }: Pick<ProcessRow, 'name' | 'command'>): string {
  const [first = '', ...rest] = command.slice(0, 2000).split(' ');
  const program = first.split('/').at(-1) ?? '';
  const own = program === name || first === name || program.startsWith(name) || name.startsWith(program);
  const words = own ? rest : [first, ...rest];
  return words
    .map((word) =>
      word.startsWith('/') && word.length > 28 ? `…/${word.split('/').slice(-2).join('/')}` : word,
    )
    .join(' ')
    .trim();
}
