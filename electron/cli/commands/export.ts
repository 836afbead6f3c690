import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ExportOptions } from '../../../shared/api/sessions.js';
import { CallEnd } from '../../../shared/base/call.js';
import { sizeText } from '../../../shared/base/quantity.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { openReference } from '../snapshot-reference.js';

export async function exportFile(
  context: CommandContext,
  file: string,
  format: ExportOptions['format'],
  output: string,
): Promise<ExitStatus> {
  const { api, screen, signal } = context;
  const path = resolve(output);
  const call = new CallEnd(signal, ({ done, phase }) => screen.progress(done, phase));
  if (format === 'csv' || format === 'html') {
    const session = await api.sessions.open(resolve(file), call);
    await api.sessions.export(session.id, { format, path }, call);
  } else {
    const { session, snapshot } = await openReference(context, file);
    await api.sessions.export(session.id, { format, path, snapshot: snapshot.id }, call);
  }
  const bytes = statSync(path).size;
  screen.answer({ path, bytes }, () => `${path}: ${sizeText(bytes)}`);
  return 0;
}
