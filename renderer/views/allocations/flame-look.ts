import type { FlameLayout } from '../../../shared/analysis/allocations/layout-levels.js';
import { OWN, packageOf, RUNTIME_PACKAGES } from '../../../shared/analysis/allocations/place-names.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { Calls } from '../../calls/calls-of.js';
import { changeFill, packageFill } from '../../canvas/flame/flame-fills.js';
import type { FlameModel } from '../../canvas/flame/flame-model.js';
import { amountDelta, amountText, asEstimate, callName } from './call-figures.js';

const RUNTIME: ReadonlySet<string> = new Set(Object.values(RUNTIME_PACKAGES));

/** The fill of a frame: whose code it is. */
export function fillOf(file: string, name: string): number {
  const whose = packageOf(file, name);
  return packageFill(whose, whose === OWN ? 'own' : RUNTIME.has(whose) ? 'runtime' : 'other');
}

/** Everything of the picture but where one looks. Names and fills are made once a frame. `estimated`: from samples. */
export function flameLook(
  calls: Calls,
  layout: FlameLayout,
  relative: boolean,
  estimated: boolean,
): Pick<FlameModel, 'layout' | 'width' | 'frame' | 'name' | 'amount' | 'fill'> {
  const { tree, total, base, measure, width } = calls;
  const names = new Map<number, string>();
  const fills = packageFills(tree);
  const most = base ? largestChange(calls) : 0;
  const amountOf = (row: number): string => asEstimate(amountText(total[row], measure), estimated);
  return {
    ...{ layout, width, frame: tree.frame },
    name(frame) {
      let name = names.get(frame);
      if (name === undefined) {
        name = callName(tree, frame);
        names.set(frame, name);
      }
      return name;
    },
    amount: base
      ? (row) => {
          const change = total[row] - base.total[row];
          const amount = amountOf(row);
          return change === 0 ? amount : `${amount} ${amountDelta(change, measure)}`;
        }
      : amountOf,
    fill: base
      ? (row) => {
          const change = total[row] - base.total[row];
          return changeFill(change / (relative ? Math.max(total[row], base.total[row]) : most));
        }
      : (row) => fills(tree.frame[row]),
  };
}

/** Each made when it is first drawn: of a million frames few are. */
function packageFills({ frames }: CallTree): (frame: number) => number {
  const fills = new Uint8Array(frames.length).fill(UNKNOWN);
  return (frame) => {
    if (fills[frame] === UNKNOWN) fills[frame] = fillOf(frames.file[frame], frames.name[frame]);
    return fills[frame];
  };
}

const UNKNOWN = 255;

/** Of the outermost calls: what the strongest colour stands for. */
function largestChange({ tree, total, base }: Calls): number {
  let most = 0;
  for (let row = 0; row < tree.length; row++)
    most = Math.max(most, Math.abs(total[row] - (base?.total[row] ?? 0)));
  return most;
}
