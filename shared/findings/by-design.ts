/** Programs that keep what they did until their end, by the classes that they keep: their growth ends with their work. */
const KEEPERS: readonly { readonly of: RegExp; readonly why: string }[] = [
  { of: /^_pytest\./, why: 'pytest keeps a report of each test until its end' },
  { of: /^unittest\./, why: 'unittest keeps tests and results until its end' },
  { of: /^coverage\./, why: 'coverage keeps what it measures until its end' },
];

/** Why a class grows that is meant to; undefined for all others. */
export function byDesign(className: string): string | undefined {
  return KEEPERS.find(({ of }) => of.test(className))?.why;
}
