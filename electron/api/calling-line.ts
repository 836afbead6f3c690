import type { FoundPlace } from '../../shared/findings/evidence.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources } from './program-sources.js';
import { candidates, chosen, looksAt, onlyLine } from './source-lines.js';

/** The only line that calls a function of that name. */
export function callingLine(sources: ProgramSources, name: string): FoundPlace | undefined {
  return onlyLine(
    sources,
    new RegExp(`(?<!\\b(?:def|function)\\s+)(?<![\\w$.])${literalPattern(name)}\\(`),
    `calls ${name}, which keeps what it is given`,
  );
}

/** The only line that calls a method of what has that name: a collection of a library is filled by no other way. */
export function usingLine(sources: ProgramSources, name: string): FoundPlace | undefined {
  return onlyLine(
    sources,
    new RegExp(`(?<![\\w$.])${literalPattern(name)}\\??\\.\\w+\\(`),
    `calls ${name}, which keeps what it is given`,
  );
}

/** The line that listens for `event` on an emitter of that name. */
export function listeningLine(
  sources: ProgramSources,
  emitter: string,
  event: string,
): FoundPlace | undefined {
  const type = `['"\`]${literalPattern(event)}['"\`]`;
  const listens = '\\??\\.(on|once|addListener|prependListener|prependOnceListener|addEventListener)\\(\\s*';
  return (
    onlyLine(
      sources,
      new RegExp(`(?<![\\w$])${literalPattern(emitter)}${listens}${type}`),
      `listens for ${event} on ${emitter}`,
    ) ?? onlyLine(sources, new RegExp(`${listens}${type}`), `listens for ${event}`)
  );
}

/** The line that asks to be called when a future or task of asyncio is done. */
export const waitingForDone = (sources: ProgramSources): FoundPlace | undefined =>
  onlyLine(sources, /\.add_done_callback\(/, 'asks to be called when it is done');

/** The line that asks to be called at the end of the program, which keeps what is to be called until then. */
export const registeringLine = (sources: ProgramSources): FoundPlace | undefined =>
  onlyLine(sources, /(?<![\w$.])atexit\.register\(/, 'registers what is called at exit');

/** Lines above the one that listens in which its emitter may be made. */
const MADE_WITHIN = 15;

/**
 * Of lines that listen on event targets the only one whose emitter is not made beside it: what is made there goes with its
 * listeners. Undefined where that is not the question.
 */
export function listeningElsewhere(sources: ProgramSources): FoundPlace | undefined {
  const all = candidates(sources, LISTENS);
  const elsewhere = all.filter(({ file, row }) => {
    const emitter = LISTENS.exec(file.lines[row])?.[1];
    const made = new RegExp(`^\\s*(?:const|let|var)\\s+${literalPattern(emitter ?? '')}\\s*=.*\\bnew\\b`);
    return !file.lines.slice(Math.max(0, row - MADE_WITHIN), row).some((line) => looksAt(made, line));
  });
  return all.length > 1 && elsewhere.length === 1
    ? chosen(elsewhere, 'listens on what was not made beside it', all.length)
    : undefined;
}

const LISTENS = /(?<![\w$.])([\w$]+)(?:\??\.[\w$]+)*\??\.addEventListener\(/;

/** The line that sets an attribute to something of its own: the last link of a circle. */
export function linkingLine(
  sources: ProgramSources,
  attribute: string,
  kind: 'attribute' | 'variable' = 'attribute',
): FoundPlace | undefined {
  if (!/^#?[\w$]+$/.test(attribute)) return undefined;
  const value = '\\s*=(?!=)(?!\\s*(None\\b|null\\b|undefined\\b|\\[|\\{|["\'\\d]))';
  // Of several it is the one that sets itself, and not a parameter of that name.
  const own = new RegExp(`\\.${literalPattern(attribute)}\\s*=\\s*(?:self|this)\\b(?![.\\w])`);
  return (
    onlyLine(sources, own, `sets .${attribute}`) ??
    onlyLine(sources, new RegExp(`\\.${literalPattern(attribute)}${value}`), `sets .${attribute}`) ??
    onlyLine(
      sources,
      new RegExp(
        `^\\s*${kind === 'variable' ? '(?:(?:const|let|var)\\s+)?' : ''}(?:[\\w$]+\\s*,\\s*)*${literalPattern(attribute)}${value}`,
      ),
      `sets ${attribute}`,
    )
  );
}
