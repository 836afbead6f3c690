import { expect, it } from 'vitest';
import { fuzzColumns } from '../../helpers/column-fuzz.js';

it('2,000 heaps whose stored columns were changed are each refused clearly, or answer', async () => {
  const result = await fuzzColumns(20261121, 2000);
  expect(result.refused).toBeGreaterThan(200);
  expect(result.read).toBeGreaterThan(100);
}, 120_000);
