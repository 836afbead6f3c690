import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = new URL('../../../electron/drivers/python/agent/resident', import.meta.url).pathname;

it('the parts of the agent, which share one namespace, give no name two meanings', () => {
  const meanings = new Map<string, Set<string>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.py')))
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const name = /^(?:def |class )?(\w+)\s*(?:\(|=|:)/.exec(line)?.[1];
      if (!name || !/^(?:(?:def|class) \w+|\w+ = )/.test(line)) continue;
      meanings.set(name, (meanings.get(name) ?? new Set()).add(line));
    }
  expect([...meanings].filter(([, lines]) => lines.size > 1).map(([name]) => name)).toEqual([]);
  expect(meanings.size).toBeGreaterThan(30);
});
