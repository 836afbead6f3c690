import type { AllocationRange, AllocationSource } from '../../../shared/api/sessions.js';
import { printable } from '../../../shared/base/printable.js';
import { PACKAGE_TOKENS, RUNTIME_FILL } from '../../canvas/flame/flame-fills.js';
import { isEstimated } from '../../state/is-estimated.js';
import { Estimated } from '../../widgets/estimated.js';
import { momentText } from '../../widgets/numbers.js';
import { amountDelta, amountText } from './call-figures.js';
import { packagesOf } from './packages-of.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

interface AllocationsHeadProps {
  readonly source: AllocationSource;
  readonly shown: ShownCalls;
  /** What the answer is of, in the engine's words. */
  readonly sentence?: string;
  /** What it is compared with; `session` where that is another one. */
  readonly compared?: Omit<AllocationRange, 'base'> & { readonly session?: string };
}

/** How much there is, where it comes from, and what the colours mean. */
export function AllocationsHead({ source, shown, sentence, compared }: AllocationsHeadProps) {
  const { upright } = shown;
  const { all, baseAll, measure } = upright;
  const delta = baseAll === undefined ? undefined : all - baseAll;
  return (
    <div className="row allocations-head">
      <span className="row allocations-sum" title={words.sumAbout}>
        <span className="support">{words.all}</span>
        <span className="strong" data-all>
          {isEstimated(source) ? <Estimated>{amountText(all, measure)}</Estimated> : amountText(all, measure)}
        </span>
        {delta !== undefined && (
          <span className={`strong ${delta > 0 ? 'grew' : delta < 0 ? 'shrank' : 'about'}`}>
            {amountDelta(delta, measure)} {words.since}
          </span>
        )}
      </span>
      {compared && delta !== undefined && (
        <span className="cut allocations-compared" title={printable(compared.sentence, 400)} data-compared>
          {comparedText(source, compared)}
        </span>
      )}
      <span className="about cut grow" title={sentence && printable(sentence, 400)}>
        {sentence ? printable(sentence, 400) : printable(source.name, 120)}
      </span>
      {baseAll === undefined ? <PackageLegend shown={shown} /> : <ChangeLegend />}
    </div>
  );
}

/** The other point: its session where that is another, its source likewise, and its time where it has one. */
function comparedText(
  shown: AllocationSource,
  { session, source, name, to }: NonNullable<AllocationsHeadProps['compared']>,
): string {
  const whose = session === undefined ? words.thisSession : printable(session, 60);
  const other = source !== shown.id || (session !== undefined && name !== session);
  return words.comparedWith(
    other ? `${whose}, ${printable(name, 80)}` : whose,
    to > 0 ? momentText(to) : undefined,
  );
}

function PackageLegend({ shown }: { readonly shown: ShownCalls }) {
  return (
    <ul className="row allocations-legend" aria-label={words.legendPackages}>
      {packagesOf(shown).map(({ names, fill }) => (
        <li key={fill} className="row" title={printable(names.join(', '), 400)}>
          <span className="swatch" style={{ background: `var(--${PACKAGE_TOKENS[fill]})` }} aria-hidden />
          <bdi className="about">
            {fill === RUNTIME_FILL ? words.runtimeCode : printable(names.slice(0, 2).join(', '), 30)}
          </bdi>
        </li>
      ))}
    </ul>
  );
}

function ChangeLegend() {
  return (
    <span className="row allocations-legend about" title={words.widthAbout}>
      {words.shrank}
      <span className="change-ramp" aria-hidden />
      {words.grew}
    </span>
  );
}
