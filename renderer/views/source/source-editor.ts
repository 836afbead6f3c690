import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { LineFigures } from '../../../shared/analysis/allocations/by-line.js';
import { countText } from '../../../shared/base/quantity.js';
import { deltaInUnit, exactBytes, inUnit, type SizeUnit, sizeUnit } from '../../widgets/numbers.js';
import { mostOf } from './most-of.js';
import type { SourceTextProps } from './source-text.js';
import { words } from './words.js';

/** A text to read, with the figures of its lines beside it. */
export function createSourceEditor(
  host: HTMLElement,
  label: string,
): { show(props: SourceTextProps): void; dispose(): void } {
  const figures = new Compartment();
  const language = new Compartment();
  let shown: SourceTextProps | undefined;
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      extensions: [
        figures.of([]),
        lineNumbers(),
        language.of([]),
        chosenLine,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
        syntaxHighlighting(colours),
        drawSelection(),
        search({ top: true }),
        highlightSelectionMatches(),
        keymap.of(searchKeymap),
      ],
    }),
  });
  return {
    show(props) {
      const other = props.text !== shown?.text || props.file !== shown.file;
      if (other) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: props.text } });
        view.dispatch({ effects: language.reconfigure(languageOf(props.file)) });
      }
      if (other || props.lines !== shown?.lines)
        view.dispatch({ effects: figures.reconfigure(figureGutters(props)) });
      if (other || props.line !== shown?.line) reveal(view, props.line);
      shown = props;
    },
    dispose: () => view.destroy(),
  };
}

function reveal(view: EditorView, line: number): void {
  const there = line >= 1 && line <= view.state.doc.lines ? view.state.doc.line(line) : undefined;
  view.dispatch({
    effects: [
      choose.of(there?.from),
      ...(there ? [EditorView.scrollIntoView(there.from, { y: 'center' })] : []),
    ],
    ...(there ? { selection: { anchor: there.from } } : {}),
  });
}

function languageOf(file: string): Extension {
  if (/\.pyi?$/i.test(file)) return python();
  if (/\.([cm]?[jt]sx?)$/i.test(file))
    return javascript({ typescript: /\.[cm]?tsx?$/i.test(file), jsx: /x$/i.test(file) });
  return [];
}

const choose = StateEffect.define<number | undefined>();
const chosenLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { effects, docChanged }) {
    let now = docChanged ? Decoration.none : before;
    for (const effect of effects)
      if (effect.is(choose))
        now =
          effect.value === undefined
            ? Decoration.none
            : Decoration.set([Decoration.line({ class: 'source-chosen' }).range(effect.value)]);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** One column a figure, as wide as its longest. */
function figureGutters({ lines, unit: measure, estimated }: SourceTextProps): Extension {
  if (lines.size === 0) return [];
  const most = mostOf(lines);
  const unit = measure === 'bytes' ? sizeUnit(most) : undefined;
  const amount = (value: number): string => (unit ? inUnit(value, unit) : countText(value));
  const compared = [...lines.values()].some(({ baseTotal }) => baseTotal !== undefined);
  return [
    column(
      'source-self',
      lines,
      (one) => new FigureMarker(amount(one.self), titleOf(one, unit, estimated), ''),
    ),
    column(
      'source-total',
      lines,
      (one) =>
        new FigureMarker(amount(one.total), titleOf(one, unit, estimated), '', one.total / (most || 1)),
    ),
    ...(compared
      ? [
          column('source-delta', lines, (one) => {
            const change = one.total - (one.baseTotal ?? 0);
            const tone = change > 0 ? 'grew' : change < 0 ? 'shrank' : 'about';
            return new FigureMarker(
              unit ? deltaInUnit(change, unit) : countText(change),
              [
                words.deltaAbout,
                unit ? exactBytes(change) : countText(change),
                estimated && words.estimatedAbout,
              ]
                .filter(Boolean)
                .join('\n'),
              tone,
            );
          }),
        ]
      : []),
  ];
}

const titleOf = (one: LineFigures, unit: SizeUnit | undefined, estimated: boolean): string =>
  [
    words.gutter(
      unit ? exactBytes(one.self) : countText(one.self),
      unit ? exactBytes(one.total) : countText(one.total),
      countText(one.count),
      estimated,
    ),
    estimated && words.estimatedAbout,
  ]
    .filter(Boolean)
    .join('\n');

function column(
  name: string,
  lines: ReadonlyMap<number, LineFigures>,
  marker: (one: LineFigures) => FigureMarker,
): Extension {
  return gutter({
    class: `source-figures ${name}`,
    renderEmptyElements: false,
    lineMarker(view, block) {
      const one = lines.get(view.state.doc.lineAt(block.from).number);
      return one ? marker(one) : null;
    },
  });
}

class FigureMarker extends GutterMarker {
  constructor(
    private readonly text: string,
    private readonly title: string,
    private readonly tone: string,
    private readonly share = 0,
  ) {
    super();
  }

  override toDOM(): HTMLElement {
    const cell = document.createElement('span');
    cell.className = `source-figure ${this.tone}`;
    cell.textContent = this.text;
    cell.title = this.title;
    if (this.share > 0) cell.style.setProperty('--share', `${Math.round(this.share * 100)}%`);
    return cell;
  }
}

const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.self, tags.bool, tags.null],
    color: 'var(--c-kw)',
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--c-str)' },
  { tag: [tags.number], color: 'var(--c-num)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment, tags.docString], color: 'var(--c-com)' },
]);
