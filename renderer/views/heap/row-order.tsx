import { Chip } from '../../widgets/chip.js';
import { words } from './words.js';

/** How the rows of a comparison stand; with `ownFirst` what the runtime keeps for itself comes last. */
export interface RowOrder {
  readonly by: string;
  readonly descending: boolean;
  readonly ownFirst?: boolean;
}

/** A column that was clicked sorts all rows alike. */
export const sortedBy = (order: RowOrder, column: string): RowOrder => ({
  by: column,
  descending: order.by === column && !order.ownFirst ? !order.descending : column !== 'name',
});

interface OwnFirstProps {
  readonly order: RowOrder;
  readonly onChange: (order: RowOrder) => void;
  readonly of: 'classes' | 'places';
}

/** Whether what the runtime keeps for itself stands behind, and the switch for it. */
export function OwnFirst({ order, onChange, of }: OwnFirstProps) {
  return (
    <Chip
      on={order.ownFirst === true}
      title={words.ownFirstAbout[of]}
      onChange={(ownFirst) => onChange({ ...order, ownFirst })}
    >
      {words.ownFirst}
    </Chip>
  );
}
