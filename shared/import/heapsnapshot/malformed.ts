import { Failure } from '../../base/failure.js';

/** The file is not what it says: `what` completes "The heap snapshot is malformed: …". */
export function malformed(what: string): Failure {
  return new Failure(
    'malformed',
    `The heap snapshot is malformed: ${what}.`,
    'Take the snapshot again, or check that the file was copied whole.',
  );
}

export function truncated(where: string): Failure {
  return new Failure(
    'truncated',
    `The heap snapshot ends too early, ${where}.`,
    'Take the snapshot again: its writer was stopped, or the disk was full.',
  );
}

export function tooLarge(what: string): Failure {
  return new Failure(
    'too-large',
    `The heap snapshot is too large: ${what}.`,
    'Take it earlier, while the heap is smaller.',
  );
}
