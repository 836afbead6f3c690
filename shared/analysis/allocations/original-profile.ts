import type { OriginalPlaces } from '../../model/original-places.js';
import type { SamplingNode, SamplingProfile } from '../../model/sampling-profile.js';

/** The same profile with every frame where it was written, as far as source maps tell. */
export function originalProfile(profile: SamplingProfile, places: OriginalPlaces): SamplingProfile {
  // Iterative: a stack can be as deep as the program's.
  const root = moved(profile.head, places);
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const children = node.children.map((child) => moved(child, places));
    node.children = children;
    open.push(...children);
  }
  return { head: root, samples: profile.samples };
}

type Building = { -readonly [K in keyof SamplingNode]: SamplingNode[K] } & {
  children: readonly SamplingNode[];
};

function moved(node: SamplingNode, places: OriginalPlaces): Building {
  const { callFrame } = node;
  const found = places.of(callFrame.url, callFrame.lineNumber + 1, callFrame.columnNumber + 1);
  if (!found) return { ...node };
  const named = found.name !== undefined && callFrame.functionName !== '';
  return {
    ...node,
    callFrame: {
      ...callFrame,
      functionName: named ? (found.name ?? '') : callFrame.functionName,
      url: found.file,
      lineNumber: found.line - 1,
      columnNumber: found.column - 1,
    },
  };
}

/** Files that the frames of a profile name, each once. */
export function filesOf({ head }: SamplingProfile): ReadonlySet<string> {
  const files = new Set<string>();
  const open = [head];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.callFrame.url !== '') files.add(node.callFrame.url);
    open.push(...node.children);
  }
  return files;
}
