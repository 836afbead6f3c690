import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { capturedPython } from '../helpers/captured-python.js';
import { pythonUnderTest } from '../helpers/each-python.js';
import { OWN_TMP } from '../helpers/own-tmp.js';
import { type PythonInterpreter, pythonInterpreters } from '../helpers/python-interpreters.js';
import { pythonThings, startPythonTarget } from '../helpers/python-targets.js';
import { describeWhere } from '../helpers/where.js';

/** Targets in PID, mount, network and user namespaces of their own, made as a container's are. */
const driver = pythonUnderTest();
const signal = (): AbortSignal => AbortSignal.timeout(60_000);

/** What sees its own processes only; dies with its parent. `prepare` is a shell's words in there. */
const contained = (prepare: string, ...more: readonly string[]): readonly string[] => [
  ...['unshare', ...more, '--pid', '--mount', '--net', '--ipc', '--uts', '--fork', '--kill-child'],
  ...['--mount-proc', 'sh', '-c', `${prepare} && exec "$@"`, 'sh'],
];

const READ_ONLY = 'mount -o remount,bind,ro /';
const NO_PROC = `${OWN_TMP} && mount -t tmpfs none /proc`;
/** The runtime of containers gives each its own root by pivot_root; what is under it is as the image has it. */
const image = (root: string): string =>
  `mount --rbind ${root} /mnt && cd /mnt && mount -t proc none proc && mount -t tmpfs none tmp && ` +
  'pivot_root . mnt && cd / && umount -l /mnt';

const runs = (under: readonly string[], python: PythonInterpreter | undefined): boolean =>
  python !== undefined &&
  spawnSync(under[0] ?? '', [...under.slice(1), python.executable, '--version'], { timeout: 10_000 })
    .status === 0;

const here = pythonInterpreters().filter(({ root }) => !root);
const inImages = pythonInterpreters().filter(({ root }) => root);
/** One that takes pending calls, one of another way, whatever is there. */
const some = here.filter((_, at) => at === 0 || at === here.length - 1);
const NOBODY = [
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--no-new-privs',
  '--bounding-set=-all',
];

interface Place {
  readonly name: string;
  readonly python: PythonInterpreter;
  readonly under: readonly string[];
}

const places: readonly Place[] = [
  ...some.flatMap((python) => [
    { name: 'with files, processes and network of its own', python, under: contained(OWN_TMP) },
    { name: 'made by a user without rights', python, under: contained(OWN_TMP, '--user', '--map-root-user') },
    { name: 'with a root that nobody can write to', python, under: contained(READ_ONLY) },
    { name: 'without /proc', python, under: contained(NO_PROC) },
  ]),
  ...inImages.flatMap((python) => {
    const inside = { ...python, command: [python.executable] as [string] };
    return [
      {
        name: 'with the files of another system',
        python: inside,
        under: contained(image(python.root ?? '')),
      },
      {
        name: 'with the files of another system, as a user without capabilities',
        python: inside,
        under: [...contained(image(python.root ?? '')), ...NOBODY],
      },
    ];
  }),
];

describeWhere(runs(contained(OWN_TMP), here[0]), 'namespaces cannot be made here, or there is no CPython')(
  'a target in a container',
  () => {
    test.each(places.map((place) => [`${place.name}, CPython ${place.python.label}`, place] as const))(
      '%s',
      async (_, { python, under }) => {
        const target = await startPythonTarget(python, 'threads.py', { under });
        const before = pythonThings(target.pid);
        const attachment = await driver.attach(target.process, signal());
        expect(attachment.version).toBe(python.version);
        expect((await attachment.sample(signal()))['blocks']).toBeGreaterThan(1000);
        const { heap } = await capturedPython(attachment, signal());
        expect(heap.graph.partial).toBeUndefined();
        expect(heap.graph.python).toMatchObject({ method: 'fork' });
        expect(heap.name(heap.at(0, '(modules)', 'threading'))).toBe('module threading');
        // Threads have our numbers, not those of the container.
        const names = await attachment.nameThreads?.(signal());
        expect(names?.get(target.pid)?.name).toBe('MainThread');
        const numbers = readdirSync(`/proc/${target.pid}/task`).map(Number);
        const { threads = [] } = (await attachment.threads?.({}, signal())) ?? {};
        expect(threads.length).toBeGreaterThan(3);
        for (const { id } of threads) expect(numbers).toContain(id);
        expect(threads.find(({ name }) => name.startsWith('wait'))?.waitsFor).toBe('sleep');
        await attachment.detach();
        expect(pythonThings(target.pid)).toEqual(before);
        for (const folder of ['tmp', 'var/tmp', 'dev/shm', 'run'])
          expect(ours(`/proc/${target.pid}/root/${folder}`)).toEqual([]);
        expect([target.output(), target.errors()]).toEqual(['ready\n', '']);
      },
    );

    test('is refused, with the remedy, where nothing of its files can be written', async () => {
      const nothing = `${READ_ONLY} && for each in /dev/shm /run; do mount -t tmpfs -o ro none $each; done`;
      const target = await startPythonTarget(here[0] as PythonInterpreter, 'holder.py', {
        under: contained(nothing),
      });
      await expect(driver.attach(target.process, signal())).rejects.toMatchObject({
        code: 'no-directory',
        remedy: expect.stringContaining('--tmpfs /tmp'),
      });
      expect([target.output(), target.errors()]).toEqual(['ready\n', '']);
    });
  },
);

const ours = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(`leakscope-${process.pid}-`));
  } catch {
    return []; // not in every system
  }
};
