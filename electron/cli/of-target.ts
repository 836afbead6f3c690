import { printable } from '../../shared/base/printable.js';
import type { SessionInfo } from '../../shared/model/session.js';

/** Which process an answer is about: `node (1234), target 2 of 5`. */
export function ofTarget(targets: SessionInfo['targets'], id: number): string {
  const target = targets.find((one) => one.id === id);
  const processes = targets.filter(({ within }) => within === undefined);
  const name = target ? `${printable(target.name, 100)} (${target.pid})` : '';
  return processes.length > 1 ? `${name}, target ${id} of ${processes.length}` : name;
}
