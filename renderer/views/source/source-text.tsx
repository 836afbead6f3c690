import { useEffect, useRef } from 'react';
import type { LineFigures } from '../../../shared/analysis/allocations/by-line.js';

export interface SourceTextProps {
  readonly text: string;
  /** Names the language. */
  readonly file: string;
  /** From 1; 0 none. */
  readonly line: number;
  readonly lines: ReadonlyMap<number, LineFigures>;
  readonly unit: 'bytes' | 'count';
  /** The figures are worked out from samples. */
  readonly estimated: boolean;
  readonly label: string;
}

/** The text with its figures; the editor behind it is loaded when there is a text to show. */
export function SourceText(props: SourceTextProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const view = useRef<{ show(props: SourceTextProps): void; dispose(): void }>(undefined);
  useEffect(() => {
    let wanted = true;
    void import('./source-editor.js').then(({ createSourceEditor }) => {
      if (!wanted || !host.current) return;
      view.current = createSourceEditor(host.current, latest.current.label);
      view.current.show(latest.current);
    });
    return () => {
      wanted = false;
      view.current?.dispose();
      view.current = undefined;
    };
  }, []);
  useEffect(() => view.current?.show(props), [props]);
  return <div ref={host} className="source-text selectable" data-source-text />;
}
