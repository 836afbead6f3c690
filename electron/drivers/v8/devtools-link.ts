export type Params = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** ms; CALL_LIMIT where absent. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** The flattened session of a browser's page or worker. */
  readonly session?: string;
}

/** A way to speak the DevTools protocol with one target. Everything pending fails when it closes. */
export interface DevtoolsLink {
  send<Result = Params>(method: string, params?: Params, options?: CallOptions): Promise<Result>;
  /** Returns what ends the listening. */
  onEvent(listener: (method: string, params: Params, session?: string) => void): () => void;
  /**
   * Its events are handled by JavaScript of the isolate itself. None may come while V8 walks that heap: the
   * process would die of it (measured on Node 16 to 24, with `reportProgress`).
   */
  readonly runsInside?: boolean;
  /** Has the events of workers told; absent where they come by themselves. */
  fetchEvents?(): Promise<void>;
  /** The other side went away, and why where that is known; not called for our own `close`. */
  onClose(listener: (why?: string) => void): void;
  close(): Promise<void>;
}

interface EvaluateAnswer {
  readonly result: { readonly value?: unknown; readonly objectId?: string; readonly description?: string };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

/** The value of an expression inside the target. What it throws is thrown here. */
export async function evaluate<Value>(
  link: DevtoolsLink,
  expression: string,
  options?: CallOptions,
): Promise<Value> {
  const answer = await link.send<EvaluateAnswer>(
    'Runtime.evaluate',
    { expression, returnByValue: true, includeCommandLineAPI: true, silent: true, awaitPromise: false },
    options,
  );
  return valueIn(answer) as Value;
}

/** The same without the console's own names: the target has nothing to load for it. */
export async function evaluatePlainly<Value>(
  link: DevtoolsLink,
  expression: string,
  options?: CallOptions,
): Promise<Value> {
  const params = { expression, returnByValue: true, silent: true };
  return valueIn(await link.send<EvaluateAnswer>('Runtime.evaluate', params, options)) as Value;
}

/** A handle on an object that stays in the target; released with its group. */
export async function evaluateHandle(
  link: DevtoolsLink,
  expression: string,
  options?: CallOptions,
): Promise<string> {
  const answer = await link.send<EvaluateAnswer>(
    'Runtime.evaluate',
    { expression, includeCommandLineAPI: true, silent: true, objectGroup: OBJECT_GROUP },
    options,
  );
  valueIn(answer);
  if (!answer.result.objectId) throw new Error('the target gave no object');
  return answer.result.objectId;
}

export async function callOn<Value>(
  link: DevtoolsLink,
  objectId: string,
  body: string,
  args: readonly unknown[] = [],
  options?: CallOptions,
): Promise<Value> {
  const answer = await link.send<EvaluateAnswer>(
    'Runtime.callFunctionOn',
    {
      objectId,
      functionDeclaration: body,
      arguments: args.map((value) => ({ value })),
      returnByValue: true,
      silent: true,
    },
    options,
  );
  return valueIn(answer) as Value;
}

export const OBJECT_GROUP = 'leakscope';

function valueIn(answer: EvaluateAnswer): unknown {
  const { exceptionDetails: thrown } = answer;
  if (thrown) throw new Error((thrown.exception?.description ?? thrown.text).split('\n')[0].slice(0, 300));
  return answer.result.value;
}
