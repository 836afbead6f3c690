import { Failure, saying } from '../../shared/base/failure.js';
import type { TargetRun } from './target-run.js';

/** What an error says, with its remedy. */
export function sentence(error: unknown): string {
  const remedy = error instanceof Failure ? error.remedy : undefined;
  return remedy ? `${saying(error)} ${remedy}` : saying(error);
}

/** A target as marks and errors name it. */
export function nameOf({ name, process, within }: TargetRun): string {
  return within ? `${name} of ${process.name} (${process.pid})` : `${name} (${process.pid})`;
}

/** The target lacks what was asked of it, and why, where that is known. */
export function cannot(target: TargetRun, what: string): Failure {
  const why = target.message === undefined ? '' : ` ${target.message}`;
  const remedy = target.remedy ?? 'See leakscope doctor.';
  return new Failure('cannot', `${nameOf(target)} cannot ${what}.${why}`, remedy);
}

export function noSuchProcess(pid: number): Failure {
  return new Failure('no-such-process', `There is no process ${pid}.`, 'Choose one from leakscope ps.');
}
