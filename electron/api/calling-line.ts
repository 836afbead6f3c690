import type { FoundPlace } from '../../shared/findings/evidence.js';
import { literalPattern } from './literal-pattern.js';
import type { ProgramSources } from './program-sources.js';
import { onlyLine } from './source-lines.js';

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
