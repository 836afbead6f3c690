import type { OpenSession } from '../../../shared/api/sessions.js';
import { SourceView } from './source-view.js';

/** The source of the chosen line, in a pane of its own. */
export function SourcePane({ session }: { readonly session: OpenSession }) {
  return <SourceView session={session} />;
}
