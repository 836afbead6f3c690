import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

/**
 * Golden pictures: a page is drawn, what varies is blanked out, each four by four pixels become one, and that is
 * compared with the picture in `test/e2e/golden`. Made anew with LEAKSCOPE_KEEP_PICTURES=1.
 */
const folder = fileURLToPath(new URL('../e2e/golden', import.meta.url));
const fresh = fileURLToPath(new URL('../../out/golden', import.meta.url));
const BLOCK = 4;
/** Of 255, in any of the three colours: less is not seen at a glance. */
const SEEN = 24;
/**
 * Share of the picture that may differ. With the fonts that it was made with nothing does; a hidden verdict is 1.2 %.
 * With others letters are elsewhere: a serif and a monospaced family in place of both make 5 %.
 */
export const TOLERANCE = { same: 0.004, other: 0.08 } as const;

export interface Compared {
  /** Share of the picture that differs. */
  readonly share: number;
  readonly allowed: number;
}

const keeps = (): boolean => process.env['LEAKSCOPE_KEEP_PICTURES'] === '1';

/** Compares what `page` shows with the picture called `name`. Without one it is made where that was asked for, else thrown. */
export async function goldenPicture(
  page: Page,
  name: string,
  mask: readonly Locator[] = [],
  keep = keeps(),
): Promise<Compared> {
  const shot = await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
    mask: [...mask],
    maskColor: '#808080',
  });
  const bench = await page.context().newPage();
  try {
    const small = Buffer.from(
      await bench.evaluate(shrunk, [shot.toString('base64'), BLOCK] as const),
      'base64',
    );
    mkdirSync(fresh, { recursive: true });
    writeFileSync(join(fresh, `${name}.png`), small);
    writeFileSync(join(fresh, `${name}-whole.png`), shot);
    const fonts = await bench.evaluate(fontWidths);
    const path = join(folder, `${name}.png`);
    if (keep) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, small);
      writeFileSync(join(folder, 'fonts.json'), `${JSON.stringify(fonts)}\n`);
    }
    if (!existsSync(path)) throw new Error(`no golden picture ${name}: LEAKSCOPE_KEEP_PICTURES=1 makes it`);
    const known: unknown = JSON.parse(readFileSync(join(folder, 'fonts.json'), 'utf8'));
    const share = await bench.evaluate(difference, [
      small.toString('base64'),
      readFileSync(path).toString('base64'),
      SEEN,
    ] as const);
    const same = JSON.stringify(known) === JSON.stringify(fonts);
    return { share, allowed: same ? TOLERANCE.same : TOLERANCE.other };
  } finally {
    await bench.close();
  }
}

/** In the page: each block becomes the mean of its pixels. Answers a PNG in base64. */
async function shrunk([png, block]: readonly [string, number]): Promise<string> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const large = new OffscreenCanvas(picture.width, picture.height);
  const from = large.getContext('2d');
  const [width, height] = [Math.floor(picture.width / block), Math.floor(picture.height / block)];
  const little = new OffscreenCanvas(width, height);
  const to = little.getContext('2d');
  if (!from || !to) throw new Error('no canvas');
  from.drawImage(picture, 0, 0);
  const source = from.getImageData(0, 0, picture.width, picture.height).data;
  const out = to.createImageData(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let colour = 0; colour < 4; colour++) {
        let sum = 0;
        for (let row = 0; row < block; row++)
          for (let column = 0; column < block; column++)
            sum += source[((y * block + row) * picture.width + x * block + column) * 4 + colour];
        // In steps of 8: the file is half as large, and nobody sees it.
        out.data[(y * width + x) * 4 + colour] = colour === 3 ? 255 : Math.round(sum / block / block / 8) * 8;
      }
  to.putImageData(out, 0, 0);
  const made = new Uint8Array(await (await little.convertToBlob({ type: 'image/png' })).arrayBuffer());
  let text = '';
  for (const byte of made) text += String.fromCharCode(byte);
  return btoa(text);
}

/** In the page: the share of pixels of two pictures that differ visibly; 1 where their sizes do. */
async function difference([one, other, seen]: readonly [string, string, number]): Promise<number> {
  const pixels = async (png: string): Promise<ImageData> => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, picture.width, picture.height);
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let differ = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((colour) => Math.abs(a.data[at + colour] - b.data[at + colour]) > seen)) differ++;
  return differ / (a.data.length / 4);
}

/** In the page: how wide a sentence is in the families that the window may use. The same widths, the same letters. */
function fontWidths(): Record<string, number> {
  const context = new OffscreenCanvas(10, 10).getContext('2d');
  const widths: Record<string, number> = {};
  for (const family of [
    'Inter',
    'Cantarell',
    'Ubuntu',
    'Noto Sans',
    'Liberation Sans',
    'JetBrains Mono',
    'DejaVu Sans Mono',
    'Liberation Mono',
    'sans-serif',
    'monospace',
  ]) {
    if (!context) break;
    context.font = `600 40px "${family}"`;
    if (family.endsWith('serif') || family === 'monospace') context.font = `600 40px ${family}`;
    widths[family] = Math.round(context.measureText('Whose memory grows, 0123456789?').width);
  }
  return widths;
}
