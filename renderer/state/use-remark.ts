import { findingKey } from '../../shared/api/finding-key.js';
import type { Finding, FindingRemark } from '../../shared/api/findings.js';
import type { SessionId } from '../../shared/base/brand.js';
import { usePart, useWorkspace } from './workspace.js';

const NONE: readonly FindingRemark[] = [];

export interface Remark {
  readonly pinned: boolean;
  readonly note: string;
  /** Changes what is kept. */
  keep(part: { readonly pinned?: boolean; readonly note?: string }): void;
}

/** What the user keeps about findings of a session; `query` is how they were asked for. */
export function useRemarks(
  session: SessionId,
  query: NonNullable<FindingRemark['query']>,
): (finding: Finding) => Remark {
  const { fixChecks } = useWorkspace();
  const remarks = usePart(fixChecks, (state) => state.remarks.get(session)) ?? NONE;
  return (finding) => {
    const key = findingKey(finding);
    const { rule, title, severity, target, pin } = finding;
    const known = remarks.find((one) => one.key === key);
    const { pinned = false, note = '' } = known ?? {};
    return {
      pinned,
      note,
      keep(part) {
        const about = { key, rule, title: title.slice(0, 2000), severity, target };
        // A note says nothing about the range: what was pinned with one keeps it.
        const asked = (part.pinned === undefined ? known?.query : undefined) ?? query;
        void fixChecks.keep(session, {
          ...about,
          ...(pin !== undefined && { pin }),
          ...(Object.keys(asked).length > 0 && { query: asked }),
          ...{ pinned, note },
          ...part,
        });
      },
    };
  };
}
