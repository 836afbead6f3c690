import type { CallTree } from '../../model/call-tree.js';
import { labelFrames } from '../../model/label-frames.js';
import { mergedFrames } from './reshaped-calls.js';

/** The calls alone, whatever thread made them and of whatever type; the same tree where it knows neither. */
export function unlabelledCalls(tree: CallTree): CallTree {
  const labels = labelFrames(tree.frames);
  return labels ? mergedFrames(tree, labels) : tree;
}
