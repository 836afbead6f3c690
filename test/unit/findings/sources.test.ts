import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { agedRemoval } from '../../../electron/api/aged-removal.js';
import { callingLine, linkingLine, listeningLine, usingLine } from '../../../electron/api/calling-line.js';
import { emptyingLine } from '../../../electron/api/emptying-line.js';
import { enclosingName } from '../../../electron/api/enclosing-name.js';
import { endingLoop } from '../../../electron/api/ending-loop.js';
import { functionText } from '../../../electron/api/function-text.js';
import { ProgramSources } from '../../../electron/api/program-sources.js';
import { fillingLine, puttingLine, puttingLineIn, queueingLine } from '../../../electron/api/putting-line.js';
import { madeBound, sizeGuard } from '../../../electron/api/size-guard.js';
import { tracedPlace } from '../../../electron/api/traced-place.js';
import { awaitingLine, waitingLine } from '../../../electron/api/waiting-line.js';
import { literalLine, makingLine, writtenLine } from '../../../electron/api/written-line.js';

const folder = mkdtempSync(join(tmpdir(), 'leakscope-sources-'));
const put = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('lines of a program', () => {
  const lines = [
    'class Recorder:',
    '    def record(self, one):',
    '        self.tasks.append(one)',
    '        one.parent = self',
    '',
    '    def __init__(self):',
    '        self.tasks = []',
    '        self.parent = None',
  ];
  put('program.py', lines);

  it('are found by a name relative to where the program worked', () => {
    const sources = new ProgramSources('python3 -u program.py --fast', folder);
    expect(puttingLine(sources, 'tasks')).toMatchObject({
      file: join(folder, 'program.py'),
      line: 3,
      function: 'Recorder.record',
    });
    expect(linkingLine(sources, 'parent')).toMatchObject({ line: 4 });
  });
  it('are none without the folder, nor for a name that is no name', () => {
    expect(puttingLine(new ProgramSources('python3 program.py', undefined), 'tasks')).toBeUndefined();
    expect(puttingLine(new ProgramSources('python3 program.py', folder), 'ta.*s')).toBeUndefined();
  });
  it('are where a function in a variable is called, not where it is made', () => {
    put('memo.js', ['const page = memoize((id) => id);', 'setInterval(() => page(1), 10);']);
    const sources = new ProgramSources('node memo.js', folder);
    expect(callingLine(sources, 'page')).toMatchObject({ line: 2 });
    expect(callingLine(sources, 'memoise')).toBeUndefined();
  });
  it('are none that run once, and at last where a library that keeps is used', () => {
    put('once.py', [
      'M = Histogram("m")',
      'ALL.append(M)',
      'while True: ALL.append(1)',
      'def handle(p):',
      '    M.labels(p)',
    ]);
    const sources = new ProgramSources('python3 once.py', folder);
    expect(makingLine(sources, 'lib.Histogram')).toBeUndefined();
    expect(puttingLine(sources, 'ALL')).toMatchObject({ line: 3 });
    expect(usingLine(sources, 'M')).toMatchObject({ line: 5 });
  });
  it('name each other where two would fit, and are none where many would', () => {
    const twice = ['const all = new Map();', 'all.set(1, 1);', 'all.set(2, 2);'];
    put('twice.mjs', twice);
    expect(puttingLine(new ProgramSources('node twice.mjs', folder), 'all')).toMatchObject({
      line: 2,
      how: expect.stringContaining('twice.mjs:3'),
    });
    put('often.mjs', [...twice, ...twice.slice(1), ...twice.slice(1)]);
    expect(puttingLine(new ProgramSources('node often.mjs', folder), 'all')).toBeUndefined();
  });
  it.each([
    ['  const one = await Promise.race([closed, read(n)]);', 'closed'],
    ['  closed.then(() => stop(n));', 'closed'],
    ['  await this.ready;', 'ready'],
  ])('%s waits for a promise', (line, name) => {
    put('wait.mjs', ['const closed = new Promise(() => undefined);', line]);
    expect(waitingLine(new ProgramSources('node wait.mjs', folder), name)).toMatchObject({ line: 2 });
  });
  it('put into what was taken out of a collection under another name', () => {
    put('slots.py', [
      'class Meter:',
      '    def add(self, one):',
      '        slot = self.pending.setdefault(one.tenant, {})',
      '        slot.setdefault(one.route, []).append(one)',
    ]);
    const sources = new ProgramSources('python3 slots.py', folder);
    expect(puttingLine(sources, 'pending', { nested: true })).toMatchObject({ line: 4 });
    expect(puttingLine(sources, 'pending')).toMatchObject({ line: 3 });
  });
  it('fill what was taken out of the collection under a name of its own', () => {
    put('batches.py', [
      'class Batcher:',
      '    pending = collections.defaultdict(list)',
      '    def add(self, tenant, events):',
      '        bucket = self.pending[tenant]',
      '        bucket.extend(events)',
      '        if len(bucket) == 100:',
      '            del self.pending[tenant]',
      'Batcher().add(1, [{}])',
    ]);
    const sources = new ProgramSources('python3 batches.py', folder);
    expect(fillingLine(sources, 'pending')).toMatchObject({ line: 5 });
    expect(puttingLine(sources, 'pending')).toBeUndefined();
  });
  it('put in rather than send, and never into a process', () => {
    put('signals.py', ['def a():', '    changed.send(1)', 'def b(f):', '    changed.connect(f)']);
    expect(puttingLine(new ProgramSources('python3 signals.py', folder), 'changed')).toMatchObject({
      line: 4,
    });
    put('own.mjs', ['server.listen(0, () => process.send(1));']);
    expect(puttingLine(new ProgramSources('node own.mjs', folder), 'process')).toBeUndefined();
  });
  it('set itself as the owner, not a parameter', () => {
    put('tree.py', [
      'class Part:',
      '    def __init__(self, owner):',
      '        self.owner = owner',
      '    def append(self, part):',
      '        part.owner = self',
    ]);
    expect(linkingLine(new ProgramSources('python3 tree.py', folder), 'owner')).toMatchObject({ line: 5 });
  });
  it('await in a function of which only the beginning is known', () => {
    put('wait.py', [
      'class Stream:',
      '    async def receive(self):',
      '        log()',
      '        return await self.items.get()',
    ]);
    const sources = new ProgramSources('python3 wait.py', folder);
    const place = { file: join(folder, 'wait.py'), line: 2 };
    expect(awaitingLine(sources, place, 'get')).toMatchObject({ line: 4 });
    expect(awaitingLine(sources, place, 'put')).toBeUndefined();
    // Looked through to its end at each of its words, this would take minutes.
    const long = put('long.py', ['async def all():', `    ${'await '.repeat(150_000)}`]);
    expect(
      awaitingLine(
        new ProgramSources(`python ${long}`, folder, []),
        { ...place, file: long, line: 1 },
        'get',
      ),
    ).toBeUndefined();
  });
  it('give a bound where a cache is made', () => {
    put('made.py', [
      'class Profiles:',
      '    def __init__(self):',
      '        self.known = LRUCache(maxsize=900)',
    ]);
    expect(madeBound(new ProgramSources('python3 made.py', folder), 'known')).toMatchObject({
      line: 3,
      limit: 900,
    });
    put('made.mjs', ['const pages = new LRUCache({ max: 500, ttl: 1000 });', 'const rows = new Table(12);']);
    const sources = new ProgramSources('node made.mjs', folder);
    expect(madeBound(sources, 'pages')).toMatchObject({ line: 1, limit: 500 });
    expect(madeBound(sources, 'rows')).toBeUndefined();
  });
  it('write out the link of a chain, or put into a queue by another name', () => {
    put('spans.mjs', ['const parent = current();', 'const span = { id: 1, parent, tags: { a: 1 } };']);
    const spans = new ProgramSources('node spans.mjs', folder);
    expect(literalLine(spans, ['id', 'parent', 'tags'])).toMatchObject({ line: 2 });
    expect(literalLine(spans, ['id', 'parent', 'name'])).toBeUndefined();
    put('bus.py', ['def publish(self, event):', '    for q in self.all.values(): q.put_nowait(event)']);
    expect(queueingLine(new ProgramSources('python3 bus.py', folder))).toMatchObject({ line: 2 });
  });
  it.each([
    ['self.sensors[one.name].append(one)', 'sensors'],
    ['self.rooms.setdefault(key(one), []).append(one)', 'rooms'],
    ['this.byRoom.get(room).push(one);', 'byRoom'],
    ['this.#counters.set(key, one);', '#counters'],
    ['heapq.heappush(self._heap, entry)', '_heap'],
    ['bisect.insort(self.times, now)', 'times'],
    ['state.rows = [...state.rows, row];', 'rows'],
    ['this.tap.write({ kind });', 'tap'],
    ['seen ??= {}; seen[key] ??= one;', 'seen'],
  ])('%s puts in', (line, name) => {
    put('one.mjs', ['// a comment', line]);
    expect(puttingLine(new ProgramSources('node one.mjs', folder), name)).toMatchObject({ line: 2 });
  });
  it.each([
    ['self.sensors.pop(one.name)', 'sensors'],
    ['if all[key] == one: pass', 'all'],
    ['small.push(1);', 'all'],
  ])('%s puts nothing in', (line, name) => {
    put('one.mjs', [line]);
    expect(puttingLine(new ProgramSources('node one.mjs', folder), name)).toBeUndefined();
  });
  it('are those of the class that has the attribute, not where it is made, with the keys of what is put in', () => {
    put('owners.py', [
      'class Other:',
      '    def add(self, one):',
      '        self.items.append(one)',
      'class Store:',
      '    def __init__(self):',
      '        self.items.append("first")',
      '    def keep(self, one):',
      '        self.items.append({"name": one, "at": 1})',
      '',
      '',
      '',
      '',
      '',
      '',
      '    def mark(self, one):',
      '        self.items.append(one)',
    ]);
    const sources = new ProgramSources('python3 owners.py', folder);
    const found = puttingLine(sources, 'items', { owner: '__main__.Store', of: ['name', 'at'] });
    expect(found).toMatchObject({ line: 8, function: 'Store.keep' });
    expect(writtenLine(sources, ['name', 'at'])).toMatchObject({ line: 8 });
    expect(writtenLine(sources, ['name'])).toBeUndefined();
  });
  it('are those on a stack that allocated what stayed', () => {
    const path = put('traced.mjs', [
      'function restore(saved) {',
      '  for (const one of saved) inbox.push(one);',
      '}',
      'function receive(one) {',
      '  inbox.push(one);',
      '}',
      'setInterval(() => {',
      '  receive(n++);',
      '}, 20);',
    ]);
    const sources = new ProgramSources('node traced.mjs', folder);
    const stack = (lines: 'call' | 'function', line: number) => ({
      ...{ native: false, lines, bytes: 1 },
      frames: [{ file: `file://${path}`, line }],
    });
    expect(puttingLine(sources, 'inbox')).toMatchObject({ line: 2 });
    expect(puttingLine(sources, 'inbox', { traced: [stack('call', 5)] })).toMatchObject({ line: 5 });
    expect(puttingLine(sources, 'inbox', { traced: [stack('function', 4)] })).toMatchObject({ line: 5 });
    // Inlined into its caller.
    expect(puttingLine(sources, 'inbox', { traced: [stack('function', 7)] })).toMatchObject({ line: 5 });
  });
  it('begin a literal of several lines', () => {
    put('literal.mjs', [
      'const parent = tracing.getStore();',
      'const span = {',
      '  id: ids++,',
      '  name, parent,',
      '  tags: { host },',
      '};',
      'const other = {',
      '  name,',
      '};',
    ]);
    const sources = new ProgramSources('node literal.mjs', folder);
    expect(literalLine(sources, ['name', 'parent', 'tags'])).toMatchObject({ line: 2 });
    expect(literalLine(sources, ['name', 'parent', 'bag'])).toBeUndefined();
    // A variable links functions, not objects.
    expect(linkingLine(sources, 'parent')).toBeUndefined();
    expect(linkingLine(sources, 'parent', 'variable')).toMatchObject({ line: 1 });
  });
  it('call into the library whose objects stay, where V8 tells but where their function begins', () => {
    const path = put('feed.mjs', [
      'function history(device) {',
      '  const seed = { device, text: text(2500) };',
      '  return site.pipe(',
      '    filter((one) => one.device === device),',
      '    shareReplay(1),',
      '  );',
      '}',
      'shareReplay(2);',
    ]);
    const file = '/app/node_modules/rxjs/share.js';
    const library = { file, line: 9, how: 'where a library makes what holds it' };
    const stack = (lines: 'call' | 'function', line: number, called: string) => ({
      ...{ native: false, lines, bytes: 1 },
      frames: [
        { file, line: 3, function: called },
        { file: path, line, function: 'history' },
      ],
    });
    const found = (...traced: readonly ReturnType<typeof stack>[]) =>
      tracedPlace(library, new ProgramSources('node feed.mjs', folder), traced);
    expect(found(stack('function', 1, 'reduce'), stack('function', 1, 'shareReplay'))).toMatchObject({
      ...{ file: path, line: 5, how: expect.stringMatching(/the call of shareReplay/) },
    });
    expect(found(stack('function', 1, 'reduce'))).toMatchObject({
      ...{ line: 1, how: expect.stringMatching(/begins/) },
    });
    expect(found(stack('call', 4, 'shareReplay'))).toMatchObject({ line: 4 });
    expect(found()).toBe(library);
  });
  it('are in the function whose closure has the collection, or named after it', () => {
    put('closure.py', [
      'def recorded(function):',
      '    calls = []',
      '    @functools.wraps(function)',
      '    def wrapper(*args):',
      '        result = function(*args)',
      '        calls.append((args, result))',
      '        return result',
      '    return wrapper',
      'log.setLevel(1)',
      'for handler in more: log.addHandler(handler)',
    ]);
    const sources = new ProgramSources('python3 closure.py', folder);
    const place = { file: 'closure.py', line: 3 };
    expect(puttingLineIn(sources, place)).toMatchObject({ line: 6, function: 'recorded.wrapper' });
    expect(puttingLineIn(sources, { file: 'closure.py', line: 8 })).toBeUndefined();
    expect(puttingLine(sources, 'handlers')).toMatchObject({ line: 10 });
  });
  it('make an object of a class', () => {
    put('making.py', [
      'class Job:',
      '    pass',
      'while True: weakref.finalize(owner, forget)',
      'for n in jobs: run(Job())',
    ]);
    const sources = new ProgramSources('python3 making.py', folder);
    expect(makingLine(sources, 'weakref.finalize._Info')).toMatchObject({ line: 3 });
    expect(makingLine(sources, '__main__.Job')).toMatchObject({ line: 4 });
    expect(makingLine(sources, '__main__.Other')).toBeUndefined();
  });
  it('are looked for in other sources of the program, too', () => {
    put('main.mjs', ["import './store.mjs';"]);
    const store = put('store.mjs', [
      'const all = new Set();',
      'export function keep(one) {',
      '  all.add(one);',
      '}',
    ]);
    const sources = new ProgramSources('node main.mjs', folder, [`file://${store}`, '/no/such/file.mjs']);
    expect(puttingLine(sources, 'all')).toMatchObject({ file: store, line: 3, function: 'keep' });
  });
  it('listen on an emitter by its name, or by the event alone', () => {
    put('events.mjs', [
      'class A {',
      '  constructor() {',
      "    bus.on('change', () => this.draw());",
      '  }',
      '}',
    ]);
    const sources = new ProgramSources('node events.mjs', folder);
    expect(listeningLine(sources, 'bus', 'change')).toMatchObject({ line: 3, function: 'A.constructor' });
    expect(listeningLine(sources, 'other', 'change')).toMatchObject({ line: 3 });
    expect(listeningLine(sources, 'bus', 'close')).toBeUndefined();
  });
});

describe('the text of a function', () => {
  it.each([
    ['return () => id;', 7, '() => id'],
    ["f((a) => { g('}'); }, b)", 2, "(a) => { g('}'); }"],
    ['make(x => x.size, y)', 5, 'x => x.size'],
    ['  draw(a) { /* ) */ return a; }', 6, '(a) { /* ) */ return a; }'],
  ])('%s', (line, column, text) => {
    expect(functionText([line], 1, column)).toBe(text);
  });
});

describe('the name of what a line stands in', () => {
  it('is that of its functions and classes, outermost first', () => {
    const lines = ['class A:', '    def f(self):', '        if x:', '            return 1', 'top = 1'];
    expect(enclosingName(lines, 3)).toBe('A.f');
    expect(enclosingName(lines, 4)).toBeUndefined();
  });
});

describe('a bound in the words of the program', () => {
  const guardOf = (name: string, lines: readonly string[]) => {
    put('bound.mjs', lines);
    return sizeGuard(new ProgramSources('node bound.mjs', folder), name);
  };
  it('is a size that is compared before something is taken out, with its number where that is written', () => {
    expect(
      guardOf('cache', ['const MOST = 5_000;', 'if (cache.size > MOST) {', '  cache.delete(first);', '}']),
    ).toMatchObject({ line: 2, by: 'cache', limit: 5000 });
    const memo = [
      'function memoize(prototype, name, { max }) {',
      '  const entries = new Map();',
      '  if (entries.size > max) entries.delete(entries.keys().next().value);',
      '}',
    ];
    const option = "memoize(View.prototype, 'totals', { max: 700 });";
    expect(guardOf('entries', [...memo, option])).toMatchObject({ line: 3, limit: 700 });
    // Which of two it is is not known.
    expect(guardOf('entries', [...memo, option, option.replace('700', '10')])?.limit).toBeUndefined();
    expect(
      guardOf('_seen', [
        'class Dedupe:',
        '    def __init__(self, most=10_000):',
        '        self._most = most',
        '    def add(self, key):',
        '        self._order.append(key)',
        '        if len(self._order) > self._most:',
        '            self._seen.discard(self._order.popleft())',
      ]),
    ).toMatchObject({ line: 6, by: '_order', limit: 10_000 });
    expect(
      guardOf('#map', [
        'class Lru {',
        '  #max;',
        '  constructor(max) {',
        '    this.#max = max;',
        '  }',
        '  set(key) {',
        '    if (this.#map.size > this.#max) this.#map.delete(key);',
        '  }',
        '}',
        'const lru = new Lru(50);',
      ]),
    ).toMatchObject({ line: 7, limit: 50 });
  });
  it('is one too where nothing more is put in', () => {
    expect(guardOf('sample', ['if (sample.length < size) {', '  sample.push(one);', '}'])).toMatchObject({
      line: 1,
      by: 'sample',
    });
  });
  it('is that of a class which is a collection itself', () => {
    put('own.py', [
      'class Lru(OrderedDict):',
      '    def remember(self, key, value):',
      '        self[key] = value',
      '        if len(self) > 4000:',
      '            self.popitem(last=False)',
    ]);
    const sources = new ProgramSources('python3 own.py', folder);
    expect(sizeGuard(sources, 'self', 'Lru')).toMatchObject({ line: 4, limit: 4000 });
    expect(sizeGuard(sources, 'self', 'Other')).toBeUndefined();
  });
  it('is none by equality, nor where the size is only told', () => {
    expect(guardOf('tasks', ['if (tasks.length === 10) tasks.clear();'])).toBeUndefined();
    expect(guardOf('tasks', ['if (tasks.length > 10) console.warn("many");'])).toBeUndefined();
    expect(guardOf('tasks', ['if (others.length > 10) others.shift();'])).toBeUndefined();
  });
});

describe('what takes out the old', () => {
  const agedIn = (name: string, lines: readonly string[]) => {
    put('aged.mjs', lines);
    return agedRemoval(new ProgramSources('node aged.mjs', folder), name);
  };
  it.each([
    [['for (const [key, { until }] of answers)', '  if (until < now) answers.delete(key);'], 'answers', 2],
    [['while self._heap and self._heap[0][0] <= now:', '    heapq.heappop(self._heap)'], '_heap', 2],
    [['for key in [k for k, t in cache.items() if now - t > 3]:', '    del cache[key]'], 'cache', 2],
    [['rows = rows.filter((row) => row.at > cutoff);'], 'rows', 1],
  ])('%s', (lines, name, line) => {
    expect(agedIn(name, lines)?.line).toBe(line);
  });
  it.each([
    [['if (job.done) jobs.delete(job.id);'], 'jobs'],
    [['socket.on("close", () => members.delete(member));'], 'members'],
    [['if (until < now) others.delete(key);'], 'answers'],
  ])('is not %s', (lines, name) => {
    expect(agedIn(name, lines)).toBeUndefined();
  });
  it.each([
    [
      ['const TTL = 2 * 60_000;', 'for (const [k, v] of seen)', '  if (now - v.at > TTL) seen.delete(k);'],
      120_000,
    ],
    [['for (const [k, v] of seen)', '  if (now - v.at > 5000) seen.delete(k);'], 5000],
    [
      ['seen.set(k, now + 30_000);', 'for (const [k, at] of seen)', '  if (at < now) seen.delete(k);'],
      30_000,
    ],
    [['for (const [k, v] of seen)', '  if (now - v.at > options.ttl) seen.delete(k);'], undefined],
  ])('after so long: %s', (lines, lifetime) => {
    expect(agedIn('seen', lines)).toMatchObject({ swept: true });
    expect(agedIn('seen', lines)?.lifetime).toBe(lifetime);
  });
  it('in seconds, as Python counts them', () => {
    put('aged.py', ['LIFETIME = 120', 'ends = time.monotonic() + LIFETIME', ...SWEEP]);
    const sources = new ProgramSources('python aged.py', folder);
    expect(agedRemoval(sources, 'known')).toEqual({ line: 4, swept: true, lifetime: 120_000 });
  });
  it('is no sweep where it looks at what is asked for alone', () => {
    const found = agedIn('known', ['const one = known.get(key);', 'if (one.until < now) known.delete(key);']);
    expect(found).toEqual({ line: 2 });
  });
});

const SWEEP = ['for key in [k for k, ends in known.items() if ends <= now]:', '    del known[key]'];

describe('what is emptied when there is enough of it', () => {
  const emptiedIn = (lines: readonly string[]) => {
    put('emptied.mjs', lines);
    return emptyingLine(new ProgramSources('node emptied.mjs', folder), '#rows');
  };
  const writer = (condition: string, empties: string) => [
    'class Writer {',
    '  #rows = [];',
    '  put(row) {',
    '    this.#rows.push(row);',
    `    if (${condition}) this.flush();`,
    '  }',
    '  flush() {',
    `    ${empties}`,
    '  }',
    '}',
  ];
  it.each(['this.#rows = [];', 'this.#rows.length = 0;', 'this.#rows.splice(0);'])('by %s', (empties) => {
    expect(emptiedIn(writer('this.#bytes > LIMIT', empties))).toEqual({ line: 5, calls: 'flush' });
  });
  it.each(['this.#bytes === LIMIT', 'rows.some((row) => row.done)', 'this.#closed'])(
    'is not %s',
    (condition) => {
      expect(emptiedIn(writer(condition, 'this.#rows = [];'))).toBeUndefined();
    },
  );
  it('is not where that is a new one', () => {
    expect(
      emptiedIn([
        'class Writer {',
        '  constructor() {',
        '    this.#rows = [];',
        '  }',
        '}',
        'if (n > 3) constructor();',
      ]),
    ).toBeUndefined();
  });
});

describe('a loop that ends, and is run once', () => {
  const loopIn = (name: string, lines: readonly string[], line: number) => {
    put(name, lines);
    return endingLoop(new ProgramSources(`run ${name}`, folder), { file: join(folder, name), line });
  };
  const load = (around: string, call: string) => [
    'const PAGES = 300;',
    'async function load() {',
    `  ${around}`,
    '    for (const row of await page(n)) known.set(row.id, row);',
    '  }',
    '}',
    call,
  ];
  it('bounds what it fills', () => {
    const lines = load('for (let n = 0; n < PAGES; n++) {', 'load();');
    expect(loopIn('loop.mjs', lines, 4)).toMatchObject({ line: 3, rounds: 300 });
    expect(loopIn('loop.py', ['for n in range(1, 50):', '    known[n] = read(n)'], 2)).toMatchObject({
      ...{ line: 1, rounds: 50, several: false },
    });
  });
  it.each([
    ['for (;;) {', 'load();'],
    ['while (n < PAGES) {', 'load();'],
    ['for (let n = 0; n < pages(); n++) {', 'load();'],
    ['for (let n = 0; n < PAGES; n++) {', 'setInterval(load, 100);'],
    ['for (let n = 0; n < PAGES; n++) {', 'app.get("/", () => load());'],
    ['for (let n = 0; n < PAGES; n++) {', 'load(); emitter.on("more", load);'],
  ])('is not %s with %s', (around, call) => {
    expect(loopIn('loop.mjs', load(around, call), 4)).toBeUndefined();
  });
  it('is none around code that it calls, nor in a callback', () => {
    const put = ['function handle(n) {', '  known.push(n);', '}', 'for (let n = 0; n < 300; n++) handle(n);'];
    expect(loopIn('loop.mjs', put, 2)).toBeUndefined();
    const ticks = [
      'setInterval(() => {',
      '  for (let n = 0; n < 8; n++) {',
      '    known.push(n);',
      '  }',
      '}, 20);',
    ];
    expect(loopIn('loop.mjs', ticks, 3)).toBeUndefined();
  });
});
