import { useMemo } from 'react';
import { useSlim } from '../../state/use-narrow.js';
import type { GridColumn } from '../../widgets/grid.js';

/** Where not all columns have room, the last, which says most, stands beside the first; the rest is scrolled to. */
export function useSlimColumns<Row>(columns: readonly GridColumn<Row>[]): readonly GridColumn<Row>[] {
  const slim = useSlim();
  return useMemo(
    () => (slim ? [...columns.slice(0, 1), ...columns.slice(1).toReversed()] : columns),
    [columns, slim],
  );
}
