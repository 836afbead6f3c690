import type { StacksAnswer } from '../../../shared/api/inventory.js';
import type { ManagedFrame } from '../../../shared/model/managed-thread.js';
import { words } from './words.js';

/** One thread or task with what is known of where it is. */
export interface ThreadCard {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  readonly parts: readonly {
    readonly source: string;
    readonly frames: readonly { readonly name: string; readonly place: string }[];
  }[];
}

/** Joins what runtime, debugger and kernel say of the same thread, innermost frames first. */
export function threadCards({ managed, kernel, native }: StacksAnswer): readonly ThreadCard[] {
  const managedOf = new Map(
    (managed?.threads ?? []).flatMap((one) => (one.id === undefined ? [] : [[one.id, one]])),
  );
  const nativeOf = new Map((native ?? []).map((one) => [one.id, one]));
  const cards = kernel.map(({ id, name, state, call, waitsIn, frames }): ThreadCard => {
    const own = managedOf.get(id);
    const debugged = nativeOf.get(id);
    managedOf.delete(id);
    return {
      key: String(id),
      title: own?.name ?? name,
      about: [
        String(id),
        words.states[state] ?? state,
        call && words.waitsIn(call),
        own?.waitsFor && words.waitsFor(own.waitsFor),
        own?.daemon && words.daemon,
      ]
        .filter(Boolean)
        .join(' · '),
      parts: [
        ...(own ? [{ source: words.managed, frames: managedFrames(own.frames) }] : []),
        ...(debugged
          ? [
              {
                source: words.native,
                frames: debugged.frames.map((frame) => ({
                  name: frame.function,
                  place: frame.line > 0 ? `${frame.file}:${frame.line}` : frame.file,
                })),
              },
            ]
          : []),
        ...(frames.length > 0
          ? [{ source: words.kernel, frames: frames.map((frame) => ({ name: frame, place: '' })) }]
          : waitsIn
            ? [{ source: words.kernel, frames: [{ name: waitsIn, place: '' }] }]
            : []),
      ],
    };
  });
  // Threads that the runtime could not number, and tasks of event loops.
  const rest = (managed?.threads ?? []).filter((one) => one.id === undefined || managedOf.has(one.id));
  return [
    ...cards,
    ...rest.map(({ name, waitsFor, frames }, index) => ({
      key: `thread ${index}`,
      title: name,
      about: waitsFor ? words.waitsFor(waitsFor) : '',
      parts: [{ source: words.managed, frames: managedFrames(frames) }],
    })),
    ...(managed?.tasks ?? []).map(({ name, state, frames }, index) => ({
      key: `task ${index}`,
      title: name,
      about: state,
      parts: [{ source: words.tasks, frames: managedFrames(frames) }],
    })),
  ];
}

function managedFrames(frames: readonly ManagedFrame[]): ThreadCard['parts'][number]['frames'] {
  return frames
    .map(({ function: name, file, line, locals }) => ({
      name: `${name}(${locals.map((local) => `${local.name}: ${local.value ?? local.type}`).join(', ')})`,
      place: line > 0 ? `${file}:${line}` : file,
    }))
    .toReversed();
}
