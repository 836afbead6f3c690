import type { DescriptorInfo } from '../../model/descriptor.js';
import { type Grown, groupedGrowth } from './grouped-growth.js';

/** Open descriptors by kind, by what is open with its numbers taken out, or each by itself. */
export function descriptorRows(
  after: readonly DescriptorInfo[],
  before: readonly DescriptorInfo[] | undefined,
  by: 'kind' | 'name' | 'descriptor',
): readonly Grown<DescriptorInfo, 'count'>[] {
  const keys: Readonly<Record<typeof by, (descriptor: DescriptorInfo) => string>> = {
    kind: ({ kind }) => kind,
    name: ({ kind, name }) => `${kind}\0${openedName(name)}`,
    // A number that was given anew to something else is another descriptor.
    descriptor: ({ fd, name }) => `${fd}\0${name}`,
  };
  return groupedGrowth(after, before, keys[by], () => ({ count: 1 }));
}

/** `socket:[4711]` and `socket:[4712]` are both `socket:[#]`; `/tmp/part-17` is `/tmp/part-#`. */
export const openedName = (name: string): string => name.replace(/\d+/g, '#');
