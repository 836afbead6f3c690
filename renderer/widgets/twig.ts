const SVG = 'http://www.w3.org/2000/svg';
const STEP = 16;
/** Deeper levels go in by less, and the deepest no more: the name must have room. */
const WIDE_LEVELS = 5;
const NARROW_STEP = 4;
const MOST_LEVELS = 12;

/** Before the name in a row of a tree: as far in as its level, with a button where it opens. */
export interface Twig {
  readonly element: HTMLElement;
  /** `level` is undefined where there is no row yet, `open` where there is nothing below. */
  write(level: number | undefined, open: boolean | undefined): void;
}

export function twig(): Twig {
  const element = document.createElement('span');
  element.className = 'twig';
  const none = document.createElement('span');
  none.className = 'twig-none';
  element.append(none);
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.append(chevron());
  let shown: { readonly level: number; readonly open: boolean | undefined } = { level: 0, open: undefined };
  return {
    element,
    write(level = 0, open) {
      if (level !== shown.level) element.style.paddingInlineStart = `${indent(level)}px`;
      if (open !== shown.open) {
        const part = open === undefined ? none : button;
        if (element.firstChild !== part) element.replaceChildren(part);
        button.ariaLabel = open ? 'Close' : 'Open';
        button.className = open ? 'open' : '';
      }
      shown = { level, open };
    },
  };
}

const indent = (level: number): number =>
  Math.min(level, WIDE_LEVELS) * STEP + Math.max(0, Math.min(level, MOST_LEVELS) - WIDE_LEVELS) * NARROW_STEP;

/** The chevron of the window's other icons; it is turned where the row is open. */
function chevron(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'm9 18 6-6-6-6');
  svg.append(path);
  for (const [name, value] of Object.entries({
    'aria-hidden': 'true',
    viewBox: '0 0 24 24',
    width: '14',
    height: '14',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.75',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }))
    svg.setAttribute(name, value);
  return svg;
}
