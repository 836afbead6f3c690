import { describe, expect, it } from 'vitest';
import { speedscopeImporter } from '../../../shared/import/allocations/speedscope.js';
import type { AllocationProfile } from '../../../shared/model/allocation-profile.js';
import { Random } from '../../helpers/random.js';

const SCHEMA = '"$schema":"https://www.speedscope.app/file-format-schema.json"';

/** Opens and closes frames at random, each at a time of its own: nested as every profile is. */
function evented(random: Random, events: number, frames: number): string {
  const open: number[] = [];
  const list: string[] = [];
  for (let at = 0; list.length < events || open.length > 0; at++) {
    const closing = list.length >= events || open.length > 40 || (open.length > 0 && random.below(2) === 0);
    const frame = closing ? open.pop() : random.below(frames);
    if (!closing) open.push(frame ?? 0);
    list.push(`{"type":"${closing ? 'C' : 'O'}","frame":${frame},"at":${at * 3}}`);
  }
  const end = list.length * 3;
  return `{"type":"evented","name":"p","unit":"bytes","startValue":0,"endValue":${end},"events":[${list.join(',')}]}`;
}

function sampled(random: Random, samples: number, frames: number): string {
  const stacks = Array.from({ length: samples }, () =>
    JSON.stringify(Array.from({ length: 1 + random.below(5) }, () => random.below(frames))),
  );
  const weights = stacks.map(() => random.below(100));
  return `{"type":"sampled","name":"s","unit":"bytes","startValue":0,"endValue":1,"samples":[${stacks.join(',')}],"weights":[${weights.join(',')}]}`;
}

/** Samples of 20,000 calls each. */
function deep(random: Random, samples: number, frames: number): string {
  const stacks = Array.from({ length: samples }, () =>
    JSON.stringify(Array.from({ length: 20_000 }, () => random.below(frames))),
  );
  return `{"type":"sampled","name":"d","unit":"bytes","startValue":0,"endValue":1,"samples":[${stacks.join(',')}],"weights":[${stacks.map((_, at) => `${at + 1}.5e1`).join(',')}]}`;
}

/** The same events as somebody else might write them. */
const odd = (profile: string): string =>
  profile.replaceAll(/\{"type":"(.)","frame":(\d+),"at":(\d+)\}/g, (_, type, frame, at) =>
    at % 7 === 0
      ? `\n  { "at" : ${at}.0e0,\t"frame":${frame}, "more": [ {"a":"}]"}, null ], "type":"${type}" }  `
      : `{"type":"${type}","frame":${frame},"at":${at}}`,
  );

const shared = (names: readonly string[]): string =>
  `"shared":{"frames":[${names.map((name) => JSON.stringify({ name, file: '/a.py', line: 3 })).join(',')}]}`;
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `f${at}`);

function read(text: string, chunk: number, sized: boolean): readonly AllocationProfile[] {
  const bytes = new TextEncoder().encode(text);
  const reader = speedscopeImporter.open({ name: 'x', ...(sized ? { size: bytes.length } : {}) });
  // A buffer that is used again for the next chunk, as a file's is.
  const buffer = new Uint8Array(chunk);
  for (let from = 0; from < bytes.length; from += chunk) {
    const part = bytes.subarray(from, from + chunk);
    buffer.set(part);
    reader.push(buffer.subarray(0, part.length));
  }
  return reader.end();
}

describe('a speedscope file that is read while it comes', () => {
  const random = new Random(5);
  const files: Readonly<Record<string, string>> = {
    'one profile': `{${SCHEMA},${shared(names(50))},"profiles":[${evented(random, 60_000, 50)}]}`,
    'several of both kinds': `{${SCHEMA},${shared(names(50))},"profiles":[${[
      evented(random, 30_000, 50),
      sampled(random, 90_000, 50),
      evented(random, 30_000, 50),
    ].join(',')}],"activeProfileIndex":2}`,
    'frames at the end': `{${SCHEMA},"profiles":[${evented(random, 60_000, 50)}],${shared(names(50))}}`,
    'stacks longer than what comes at once': `{${SCHEMA},${shared(names(50))},"profiles":[${deep(random, 24, 50)}]}`,
    'other events, with gaps and long numbers': `{${SCHEMA},${shared(names(50))},"profiles":[${odd(evented(random, 30_000, 50))}],"activeProfileIndex":0,"exporter":"${'x'.repeat(20_000)}"}`,
    'a name of two megabytes': `{${SCHEMA},${shared([...names(49), 'n'.repeat(2 << 20)])},"profiles":[${evented(random, 40_000, 50)}]}`,
  };
  for (const [name, text] of Object.entries(files))
    it(`is what it is when it is read at once: ${name}`, () => {
      const whole = read(text, text.length, false);
      expect(whole[0].table.stacks.length).toBeGreaterThan(100);
      for (const chunk of [777_777, 65_536, 1 << 20, 4_000_003])
        expect(read(text, chunk, chunk !== 65_536), `chunks of ${chunk}`).toEqual(whole);
    });

  it('is refused with the same words where it ends in the middle, or is wrong in it', () => {
    const text = files['one profile'];
    for (const broken of [
      text.slice(0, Math.floor(text.length * 0.7)),
      text.replace('"at":90000}', '"at":1}'),
      text.replace(/"frame":\d+,"at":1500}/, '"frame":-7,"at":1500}'),
    ]) {
      const why = (chunk: number, sized: boolean): string => {
        try {
          read(broken, chunk, sized);
        } catch (error) {
          return String(error);
        }
        return 'read';
      };
      expect(why(65_536, true)).not.toBe('read');
      expect(why(65_536, true)).toBe(why(broken.length, false));
    }
    expect(() => read(text.slice(0, Math.floor(text.length * 0.7)), 65_536, true)).toThrow(/in the middle/);
  });
});
