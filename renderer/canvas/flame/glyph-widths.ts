/** The widths of a font's characters, each measured once: a text is as wide as their sum, to within its kerning. */
export class GlyphWidths {
  readonly #ascii = new Float32Array(128).fill(-1);
  readonly #other = new Map<string, number>();

  constructor(
    private readonly context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>,
    readonly font: string,
  ) {}

  /** Of the character of a UTF-16 code unit. */
  ofCode(code: number): number {
    if (code >= 128) return this.of(String.fromCharCode(code));
    if (this.#ascii[code] < 0) this.#ascii[code] = this.#measured(String.fromCharCode(code));
    return this.#ascii[code];
  }

  of(character: string): number {
    const code = character.charCodeAt(0);
    if (character.length === 1 && code < 128) return this.ofCode(code);
    let known = this.#other.get(character);
    if (known === undefined) {
      known = this.#measured(character);
      if (this.#other.size < MOST) this.#other.set(character, known);
    }
    return known;
  }

  width(text: string): number {
    let sum = 0;
    for (const character of text) sum += this.of(character);
    return sum;
  }

  /** As much of a text as fits, with an ellipsis where it is cut; empty when not even two characters do. */
  fitted(text: string, room: number): string {
    const ellipsis = this.of('…');
    let sum = 0;
    let cut = 0;
    for (let end = 0; end < text.length; ) {
      const code = text.charCodeAt(end);
      // A pair of code units is one character.
      const character = code < 128 ? undefined : String.fromCodePoint(text.codePointAt(end) ?? code);
      sum += character === undefined ? this.ofCode(code) : this.of(character);
      if (sum > room) return cut < 2 ? '' : `${text.slice(0, cut)}…`;
      end += character?.length ?? 1;
      if (sum + ellipsis <= room) cut = end;
    }
    return text;
  }

  #measured(character: string): number {
    this.context.font = this.font;
    return this.context.measureText(character).width;
  }
}

const MOST = 5000;
