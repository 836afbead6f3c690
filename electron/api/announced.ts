import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SessionEvent } from '../../shared/api/recording.js';
import type { SessionId } from '../../shared/base/brand.js';

/** The same services; what one window changes of a session (a mark, a note, a pin, a filter, its name) the others hear of at once. */
export function announced(api: LeakscopeApi, emit: (topic: string, value: unknown) => void): LeakscopeApi {
  const say = (session: SessionId): void =>
    emit('session', { session, changed: true } satisfies SessionEvent);
  const told =
    <Rest extends readonly unknown[], Answer>(
      call: (session: SessionId, ...rest: Rest) => Promise<Answer>,
    ): ((session: SessionId, ...rest: Rest) => Promise<Answer>) =>
    async (session, ...rest) => {
      const answer = await call(session, ...rest);
      say(session);
      return answer;
    };
  const { sessions, findings } = api;
  return {
    ...api,
    sessions: {
      ...sessions,
      async open(path, call) {
        const opened = await sessions.open(path, call);
        say(opened.id);
        return opened;
      },
      mark: told(sessions.mark),
      rename: told(sessions.rename),
      setNote: told(sessions.setNote),
      saveFilter: told(sessions.saveFilter),
      forgetFilter: told(sessions.forgetFilter),
      close: told(sessions.close),
    },
    findings: { ...findings, remark: told(findings.remark) },
  };
}
