import { createStore } from 'zustand/vanilla';
import type { SqlAnswer } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Keeper } from './layout.js';
import type { Loadable } from './loadable.js';

export interface SavedQuery {
  readonly name: string;
  readonly sql: string;
}

export interface Queries {
  /** What stands in the field. */
  readonly text: string;
  readonly saved: readonly SavedQuery[];
  /** The last answer, whose question and session it was, and the row at which it begins. */
  readonly asked?: { readonly session: SessionId; readonly sql: string; readonly from: number };
  readonly answer: Loadable<SqlAnswer>;
}

const NAME = 'leakscope.queries';
const MOST = 100;

/** Questions by SQL: the saved ones are remembered, the one in the field goes on while other panes are open. */
export function createQueries(keeper: Keeper) {
  const store = createStore<Queries>(() => ({ text: '', saved: saved(keeper), answer: { phase: 'idle' } }));
  const keep = (queries: readonly SavedQuery[]): void => {
    store.setState({ saved: queries });
    keeper.setItem(NAME, JSON.stringify(queries));
  };
  return {
    store,
    write: (text: string) => store.setState({ text }),
    answered: (answer: Queries['answer'], asked?: Queries['asked']) =>
      store.setState(asked ? { answer, asked } : { answer }),
    save: (name: string, sql: string) =>
      keep([...store.getState().saved.filter((one) => one.name !== name), { name, sql }].slice(-MOST)),
    forget: (name: string) => keep(store.getState().saved.filter((one) => one.name !== name)),
  };
}

/** Only what has the right shape. */
function saved(keeper: Keeper): readonly SavedQuery[] {
  try {
    const value: unknown = JSON.parse(keeper.getItem(NAME) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value
      .filter((one) => typeof one?.name === 'string' && typeof one?.sql === 'string')
      .map(({ name, sql }) => ({ name, sql }))
      .slice(-MOST);
  } catch {
    return [];
  }
}
