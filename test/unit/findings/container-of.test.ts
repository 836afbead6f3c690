import { describe, expect, it } from 'vitest';
import { containerOf } from '../../../shared/findings/container-of.js';

const step = (edge: string, name: string, edgeType = 'property') => ({ edge, edgeType, name });

describe('the container of a path', () => {
  it('is named as one would write it', () => {
    const found = containerOf([
      step('', '(modules)'),
      step('.__main__', 'module __main__'),
      step('.__dict__', 'dict'),
      step('.R', '__main__.Recorder'),
      step('.buffer', 'dict'),
      step('.tasks', 'list'),
      step('[2927]', 'dict'),
    ]);
    expect(found).toMatchObject({ path: 'R.buffer.tasks', name: 'tasks' });
  });
  it('is the step that grew, where snapshots told', () => {
    const steps = [
      step('', '(modules)'),
      step('.CACHE', 'dict'),
      step('["a-1"]', 'dict'),
      step('.body', 'str'),
    ];
    expect(containerOf(steps, 1)).toMatchObject({ path: 'CACHE', step: 1 });
  });
  it('is named from the last variable that leads to it, not from the timers that reach that', () => {
    const steps = [
      step('', 'global'),
      step('.clearTimeout', 'clearTimeout()'),
      step('timerListMap', 'Object', 'context'),
      step('._onTimeout', '(anonymous)()'),
      step('context', 'system / Context', 'internal'),
      step('cached', 'memoized()', 'context'),
      step('.cache', 'Map'),
      step('[1]', 'Object'),
    ];
    expect(containerOf(steps, 6)).toMatchObject({ path: 'cached.cache', step: 6 });
  });
  it('has no names of what the runtimes go through', () => {
    const of = (...steps: readonly ReturnType<typeof step>[]) => containerOf(steps, steps.length - 2)?.path;
    const timers = [step('timerListMap', 'Object'), step('._idlePrev', 'Timeout'), step('.marks', 'Array')];
    expect(of(step('', 'global'), ...timers, step('[0]', 'Buffer'))).toBe('marks');
    const globals = [step('.__globals__', 'dict'), step('.Meter', 'type'), step('.pending', 'list')];
    expect(of(step('', '(threads)'), ...globals, step('[0]', 'Sample'))).toBe('Meter.pending');
  });
  it('is never the namespace of a module', () => {
    expect(
      containerOf([step('', '(modules)'), step('.__dict__', 'dict'), step('.x', 'Thing')]),
    ).toBeUndefined();
  });
});
