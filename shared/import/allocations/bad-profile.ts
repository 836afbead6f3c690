import { Failure } from '../../base/failure.js';

/** The file is not what it says: `what` completes "The profile is malformed: …". */
export function malformed(what: string): Failure {
  return new Failure(
    'malformed',
    `The profile is malformed: ${what}.`,
    'Make it again, or check that the file was copied whole.',
  );
}

export function truncated(where: string): Failure {
  return new Failure(
    'truncated',
    `The profile ends too early, ${where}.`,
    'Make it again: its writer was stopped, or the disk was full.',
  );
}

export function tooLarge(what: string): Failure {
  return new Failure('too-large', `The profile is too large: ${what}.`, 'Record a shorter time.');
}
