import { describe, expect, it } from 'vitest';
import { containerOf, emitterOf } from '../../../shared/findings/container-of.js';

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
  it('is what a function closes over, in words', () => {
    const way = [step('', '(modules)'), step('.route', 'wrapper()'), step('.__closure__', 'tuple')];
    const cell = [...way, step('[1]', 'cell'), step('.cell_contents', 'dict')];
    expect(containerOf([...cell, step('["a"]', 'list')], 4)?.path).toBe('the closure of route');
    const rows = [...cell, step('.rows', 'list'), step('[0]', 'dict')];
    expect(containerOf(rows, 5)?.path).toBe('rows in the closure of route');
  });
  it('begins at what a function holds, by its class where that has no name', () => {
    const way = [
      ...[step('', 'global'), step('process', 'process', 'context'), step('._events', 'Object')],
      ...[step('.SIGINT', '(anonymous)()'), step('context', 'system / Context', 'internal')],
      ...[step('[4]', 'Agent', 'hidden'), step('.sockets', 'Object'), step('["a:80"]', 'Array')],
    ];
    expect(containerOf([...way, step('[0]', 'Socket', 'element')], 7)?.path).toBe('Agent.sockets');
  });
  it('is never the namespace of a module', () => {
    expect(
      containerOf([step('', '(modules)'), step('.__dict__', 'dict'), step('.x', 'Thing')]),
    ).toBeUndefined();
  });
});

describe('who has listeners', () => {
  it('is the emitter and the event, not where Node keeps them', () => {
    const events = [step('config', 'Bus', 'context'), step('._events', 'Object'), step('.change', 'Array')];
    expect(emitterOf([step('', 'global'), ...events, step('[0]', 'on()')], 3)).toEqual({
      emitter: 'config',
      event: 'change',
    });
    const named = step('["data-in"]', 'Array');
    expect(emitterOf([step('', 'global'), ...events.slice(0, 2), named], 3)?.event).toBe('data-in');
  });
  it('is an event target, whose chain of listeners says nothing', () => {
    const chain = [step('parent', 'AbortSignal', 'context'), step('["<symbol kEvents>"]', 'Map')];
    const steps = [step('', 'global'), ...chain, step('6', 'Object', 'internal'), step('.next', 'Listener')];
    expect(emitterOf(steps, 4)).toEqual({ emitter: 'parent' });
    expect(emitterOf([step('', 'global'), step('.list', 'Array')], 1)).toBeUndefined();
  });
});
