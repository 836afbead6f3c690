import { MOST_LINE } from './program-sources.js';

const PYTHON = /^\s*(?:async\s+)?(?:def|class)\s+(\w+)/;
const SCRIPT =
  /^\s*(?:export\s+)?(?:default\s+)?(?:(?:async\s+)?function\s*\*?\s*([\w$]+)|class\s+([\w$]+)|(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*=>|[\w$]+\s*=>))/;
const METHOD = /^\s+(?:static\s+|async\s+|get\s+|set\s+|\*\s*)*(#?[\w$]+)\s*\([^)]*\)\s*\{/;
const NO_METHOD = /^(if|for|while|switch|catch|function|return|with)$/;

/** The functions and classes that a line stands in, or defines, by their indentation: `Recorder.record_task`. */
export function enclosingName(lines: readonly string[], row: number): string | undefined {
  const names: string[] = [];
  let within = Number.POSITIVE_INFINITY;
  for (let at = row; at >= 0 && within > 0; at--) {
    const line = lines[at];
    if (line.length > MOST_LINE) return undefined;
    if (line.trim() === '') continue;
    const indent = line.length - line.trimStart().length;
    if (indent >= within && at !== row) continue;
    const name = definedBy(line);
    if (name !== undefined) names.unshift(name);
    within = Math.min(within, indent);
  }
  return names.length === 0 ? undefined : names.join('.');
}

function definedBy(line: string): string | undefined {
  const python = PYTHON.exec(line)?.[1];
  if (python !== undefined) return python;
  const script = SCRIPT.exec(line);
  if (script) return script[1] ?? script[2] ?? script[3];
  const method = METHOD.exec(line)?.[1];
  return method === undefined || NO_METHOD.test(method) ? undefined : method;
}
