import type { Finding } from '../model/finding.js';

/** Names a finding of a session, the same after each question: what is pinned to is stabler than what is told. */
export const findingKey = ({ rule, target, pin, title }: Finding): string =>
  `${rule} ${target} ${pin ?? title}`.slice(0, MOST);

const MOST = 400;
