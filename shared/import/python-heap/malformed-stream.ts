import { Failure } from '../../base/failure.js';

/** The agent's stream is not what it should be: `what` completes "The Python heap is malformed: …". */
export function malformedStream(what: string): Failure {
  return new Failure('malformed', `The Python heap is malformed: ${what}.`, 'Take the snapshot again.');
}
