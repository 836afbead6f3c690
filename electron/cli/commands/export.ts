import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ExportOptions } from '../../../shared/api/sessions.js';
import { CallEnd } from '../../../shared/base/call.js';
import { Failure } from '../../../shared/base/failure.js';
import { sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';

export interface ExportFlags extends Omit<NonNullable<ExportOptions['allocations']>, 'base'> {
  /** A session or profile to compare with. */
  readonly base?: string;
  readonly format: ExportOptions['format'];
  readonly output: string;
  readonly allocations: boolean;
}

export async function exportFile(
  context: CommandContext,
  file: string,
  {
    format,
    output,
    allocations: asked,
    base,
    target,
    source,
    from,
    to,
    baseFrom,
    baseTo,
    baseSource,
    steps = [],
  }: ExportFlags,
): Promise<ExitStatus> {
  const { api, screen, signal } = context;
  const path = resolve(output);
  const call = new CallEnd(signal, ({ done, phase }) => screen.progress(done, phase));
  const stepped = steps.length > 0;
  const query = { target, source, from, to, baseFrom, baseTo, baseSource, ...(stepped ? { steps } : {}) };
  const compared = [base, baseFrom, baseTo, baseSource].some((value) => value !== undefined);
  if (compared && (format === 'heapsnapshot' || format === 'html'))
    throw new Failure(
      'no-base',
      `The format ${format} is of one session: there is nothing to compare in it.`,
      'Choose pprof, speedscope, folded, csv or heapprofile; or leakscope diff for heaps.',
    );
  if (stepped && (format === 'heapsnapshot' || format === 'html'))
    throw new Failure(
      'no-steps',
      `The format ${format} has no calls that could be focused, dropped or merged.`,
      'Choose pprof, speedscope, folded, csv or heapprofile.',
    );
  const chosen = asked || compared || Object.values(query).some((value) => value !== undefined);
  if (format === 'heapsnapshot') {
    const { session, snapshot } = await openReference(context, file);
    await api.sessions.export(session.id, { format, path, snapshot: snapshot.id }, call);
  } else {
    const session = await api.sessions.open(resolve(file), call);
    const against = base === undefined ? undefined : await api.sessions.open(resolve(base), call);
    const allocations =
      chosen || format !== 'csv' ? { ...query, ...(against ? { base: against.id } : {}) } : undefined;
    await api.sessions.export(session.id, { format, path, allocations }, call);
  }
  const bytes = statSync(path).size;
  screen.answer({ path, bytes }, () => `${path}: ${sizeText(bytes)}`);
  return 0;
}
