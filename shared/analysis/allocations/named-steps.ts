import { Failure } from '../../base/failure.js';
import { printable } from '../../base/printable.js';
import type { NamedStep } from '../../model/call-steps.js';
import type { CallTree } from '../../model/call-tree.js';
import type { FrameTable } from '../../model/stack-table.js';
import { frameGroups } from './frame-groups.js';
import { runtimeFrames } from './place-names.js';
import { focusedOnFunction, mergedFrames, mergedRecursion, withoutFunction } from './reshaped-calls.js';

/** The tree after the steps. Throws a Failure where no function has a name that one asks for. */
export function steppedByName(tree: CallTree, steps: readonly NamedStep[]): CallTree {
  return steps.reduce(step, tree);
}

function step(tree: CallTree, one: NamedStep): CallTree {
  switch (one.kind) {
    case 'runtime':
      return mergedFrames(tree, runtimeFrames(tree.frames));
    case 'recursion':
      return mergedRecursion(tree, frameGroups(tree.frames, 'function').group);
    case 'focus':
      return focusedOnFunction(tree, framesNamed(tree, one.function), 1);
    case 'drop':
      return withoutFunction(tree, framesNamed(tree, one.function), 1);
    case 'merge':
      return mergedFrames(tree, framesNamed(tree, one.function));
  }
}

/** By frame, 1 for those of the functions of a name. */
function framesNamed({ frames, frame }: CallTree, wanted: string): Uint8Array {
  const test = nameTest(wanted, frames);
  const named = Uint8Array.from({ length: frames.length }, (_, at) => Number(test(at)));
  // A frame that an earlier step took away is there in the table alone.
  if (!frame.some((at) => named[at] === 1))
    throw new Failure(
      'no-function',
      `No call is of a function ${printable(wanted, 200)}.`,
      'Take a name as leakscope allocations prints it, or NAME@FILE for one of several.',
    );
  return named;
}

/** A name that has an @ itself is itself. */
function nameTest(wanted: string, { name, file }: FrameTable): (frame: number) => boolean {
  const at = wanted.lastIndexOf('@');
  if (at <= 0 || name.includes(wanted)) return (frame) => name[frame] === wanted;
  const [only, path] = [wanted.slice(0, at), wanted.slice(at + 1).replace(/\\/g, '/')];
  return (frame) => name[frame] === only && isEndOf(path, file[frame].replace(/\\/g, '/'));
}

const isEndOf = (end: string, path: string): boolean => path === end || path.endsWith(`/${end}`);
