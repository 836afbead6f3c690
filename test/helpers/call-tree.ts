import type { CallTree } from '../../shared/model/call-tree.js';
import type { FrameTable } from '../../shared/model/stack-table.js';
import type { Random } from './random.js';

/**
 * Calls from a drawing: one line a call, two spaces deeper than its caller: `name@file:line self base`. What is left
 * out is nothing. Frames of one text are one.
 */
export function callTree(drawing: string): CallTree {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map(depthOf));
  const frames = new Map<string, number>();
  const parent: number[] = [];
  const open: number[] = [];
  const parts = lines.map((line, row) => {
    const depth = (depthOf(line) - indent) / 2;
    open[depth] = row;
    parent.push(depth === 0 ? -1 : open[depth - 1]);
    const [text, self = '0', base] = line.trim().split(' ');
    if (!frames.has(text)) frames.set(text, frames.size);
    return { frame: frames.get(text) ?? 0, self: Number(self), base };
  });
  const compared = parts.some(({ base }) => base !== undefined);
  const self = Float64Array.from(parts, (part) => part.self);
  const baseSelf = Float64Array.from(parts, ({ base = '0' }) => Number(base));
  const some = (bytes: number): number => (bytes > 0 ? 1 : 0);
  return {
    length: lines.length,
    parent: Int32Array.from(parent),
    frame: Uint32Array.from(parts, (part) => part.frame),
    self,
    count: self.map(some),
    ...(compared ? { baseSelf, baseCount: baseSelf.map(some) } : {}),
    first: Float64Array.from(parts.keys()),
    frames: framesOf([...frames.keys()]),
  };
}

/** The opposite, as one reads it: names and own bytes, in the order of the tree. */
export function drawn({ length, parent, frame, self, frames }: CallTree): string {
  const depth: number[] = [];
  const children = new Map<number, number[]>();
  for (let row = 0; row < length; row++)
    children.set(parent[row], [...(children.get(parent[row]) ?? []), row]);
  const lines: string[] = [];
  const waiting = [...(children.get(-1) ?? [])].reverse();
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    depth[row] = parent[row] < 0 ? 0 : depth[parent[row]] + 1;
    lines.push(`${'  '.repeat(depth[row])}${frames.name[frame[row]]} ${self[row]}`);
    waiting.push(...[...(children.get(row) ?? [])].reverse());
  }
  return lines.join('\n');
}

/** Any tree of that many calls, of few functions, so that many of them recur. */
export function randomCallTree(random: Random, length: number, functions = 8): CallTree {
  const parent = Int32Array.from({ length }, (_, row) =>
    row === 0 ? -1 : Math.max(-1, row - 1 - random.below(Math.min(row + 1, 12))),
  );
  return {
    length,
    parent,
    frame: Uint32Array.from({ length }, () => random.below(functions)),
    self: Float64Array.from({ length }, () => (random.below(3) === 0 ? 0 : random.below(1000))),
    count: Float64Array.from({ length }, () => random.below(5)),
    first: Float64Array.from({ length }, () => random.below(1e6)),
    frames: framesOf(Array.from({ length: functions }, (_, at) => `f${at}@/app/f${at % 3}.js:${at + 1}`)),
  };
}

const depthOf = (line: string): number => line.length - line.trimStart().length;

function framesOf(texts: readonly string[]): FrameTable {
  const parts = texts.map((text) => /^(.*?)(?:@(.*?)(?::(\d+))?)?$/.exec(text) ?? []);
  return {
    length: texts.length,
    name: parts.map(([, name]) => name ?? ''),
    file: parts.map(([, , file]) => file ?? ''),
    line: Uint32Array.from(parts, ([, , , line]) => Number(line ?? 0)),
  };
}
