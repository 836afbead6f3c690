import type { ProcessInfo } from '../../shared/model/process.js';

/** `root` and all below it, parents before children; empty when `root` is not there. */
export function treeOrder(processes: readonly ProcessInfo[], root: number): readonly ProcessInfo[] {
  const top = processes.find((process) => process.pid === root);
  if (!top) return [];
  const below = new Map<number, ProcessInfo[]>();
  for (const process of processes) {
    const siblings = below.get(process.ppid);
    if (siblings) siblings.push(process);
    else below.set(process.ppid, [process]);
  }
  const order = [top];
  const seen = new Set([root]); // the table is not read in one instant: a cycle is possible
  for (let next = 0; next < order.length; next++)
    for (const child of below.get(order[next].pid) ?? [])
      if (!seen.has(child.pid)) {
        seen.add(child.pid);
        order.push(child);
      }
  return order;
}
