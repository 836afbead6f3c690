import type { DevtoolsLink, Params } from './devtools-link.js';

/** WebKit's protocol, which Bun speaks, under the names of V8's that the drivers use. */
export function webkitLink(link: DevtoolsLink): DevtoolsLink {
  return {
    ...link,
    async send<Result>(method: string, params: Params = {}, options = {}) {
      const answer = await link.send<Params>(NAMES[method] ?? method, renamed(method, params), options);
      return (method in EVALUATES ? asV8(answer) : answer) as Result;
    },
  };
}

const NAMES: Readonly<Record<string, string>> = { 'HeapProfiler.collectGarbage': 'Heap.gc' };

/** Parameters of V8's that WebKit has under another name, or not at all. */
const EVALUATES: Readonly<Record<string, readonly string[]>> = {
  'Runtime.evaluate': ['awaitPromise'],
  'Runtime.callFunctionOn': ['objectGroup'],
};

function renamed(method: string, params: Params): Params {
  const lacking = EVALUATES[method];
  if (!lacking) return params;
  const { silent, ...others } = params;
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => !lacking.includes(name)));
  return { ...kept, ...(silent === true && { doNotPauseOnExceptionsAndMuteConsole: true }) };
}

/** What was thrown is the result itself there. */
function asV8(answer: Params): Params {
  if (answer['wasThrown'] !== true) return answer;
  const { description } = (answer['result'] ?? {}) as { description?: unknown };
  return { ...answer, exceptionDetails: { text: String(description ?? 'thrown') } };
}
