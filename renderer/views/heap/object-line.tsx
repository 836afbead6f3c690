import type { NodeRow } from '../../../shared/api/snapshots.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { objectId } from '../../widgets/object-id.js';
import { words } from './words.js';

export const AGE_TONES = { new: 'badge-grew', deleted: 'badge-shrank', survived: '' } as const;

/** An object below its class: which one, what it says of itself, its own bytes and those it keeps alive. */
export function ObjectLine({ row }: { readonly row: NodeRow }) {
  return (
    <span className="object-line mono">
      <span className="about">{objectId(row.id)}</span>
      {row.age && <span className={`badge ${AGE_TONES[row.age]}`}>{row.age}</span>}
      <Name text={row.label} limit={160} className="cut grow" />
      <span
        className="number support object-size"
        title={`${words.columns.self}: ${exactBytes(row.selfSize)}`}
      >
        {sizeText(row.selfSize)}
      </span>
      <span
        className="number object-size"
        title={`${words.columns.retained}: ${exactBytes(row.retainedSize)}`}
      >
        {sizeText(row.retainedSize)}
      </span>
    </span>
  );
}
