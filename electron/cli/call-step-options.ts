import { type Command, Option } from 'commander';
import type { NamedStep } from '../../shared/model/call-steps.js';

/**
 * The steps of the allocations pane as flags, taken in the order in which they stand: the runtime is hidden before a
 * function is looked for, as in the window. Answers what was given.
 */
export function callStepOptions(command: Command, of: string): readonly NamedStep[] {
  const steps: NamedStep[] = [];
  const named = (kind: 'focus' | 'drop' | 'merge', about: string): Option =>
    new Option(`--${kind} <function>`, `${of}${about}; NAME or NAME@FILE, again for another`).argParser(
      (name: string) => {
        steps.push({ kind, function: name });
        return name;
      },
    );
  const flag = (name: string, kind: 'runtime' | 'recursion', about: string): Option => {
    const option = new Option(name, of + about);
    command.on(`option:${option.name()}`, () => steps.unshift({ kind }));
    return option;
  };
  command
    .addOption(named('focus', 'only the calls of a function and what they called'))
    .addOption(named('drop', 'without the stacks through a function'))
    .addOption(named('merge', 'the bytes of a function are those of who calls it'))
    .addOption(
      flag('--hide-runtime', 'runtime', 'the bytes of Node.js, V8 and Python are those of who calls them'),
    )
    .addOption(flag('--merge-recursion', 'recursion', 'a function that calls itself is one call'));
  return steps;
}
