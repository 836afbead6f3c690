import { ENTER, STANDS } from './entry/held-entry.js';

/** In the folder: the program is held while this is there. */
export const HELD = 'held';
/** Children are held while this is there. */
export const TREE = 'tree';
/** Seconds after which a program goes on by itself, whatever becomes of us. */
const LONGEST = 5;

/**
 * The `sitecustomize` of a folder that stands in front of PYTHONPATH, in Python; what JSON writes of a text is Python, too.
 *
 * It holds the program that was started, and where children are followed each of them: those that run Python anew load
 * this file, those that are forked come by a handler of forks. While it stands it runs what is laid there for it
 * (`entry/held-entry.ts`). A child that nobody came for is the last that its process
 * waits for, and none waits when we are gone (`owner`). The agent, which comes in meanwhile, finds `hooks` in a frame of this file: the
 * interpreter's lists of handlers with ours in them, to take it out when it leaves. No module stays that was not there. The
 * ImportError of a target that has no `sitecustomize` is what its `site` expects.
 */
export function holdingText(folder: string, before: string | undefined): string {
  return `def held(folder, before, owner):
    import os
    import sys
    known = [name in sys.modules for name in ("time", "gc")]
    import gc
    import posix
    import time
    for name, was in zip(("time", "gc"), known):
        if not was:
            sys.modules.pop(name, None)
    while folder in sys.path:
        sys.path.remove(folder)
    sys.path_importer_cache.pop(folder, None)
    tree = os.path.exists(folder + "/${TREE}")
    # What C has is what children inherit.
    for names in (os.environ._data, posix.environ) if tree else (os.environ, posix.environ):
        key, value = ("PYTHONPATH", before) if names is os.environ else (b"PYTHONPATH", None if before is None else os.fsencode(before))
        if value is None:
            names.pop(key, None)
        else:
            names[key] = value
    exists, getpid, now, rest = os.path.exists, posix.getpid, time.time, time.sleep
    alone, hooks = [], []

    def there():
        try:
            posix.kill(owner, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
        return True

    # In a forked child this frame is all that is left of this file.
    def take(hooks=hooks):
        order = "%s/${ENTER}%d" % (folder, getpid())
        if exists(order):
            with open(order, "rb") as file:
                script = file.read().decode()
            posix.unlink(order)
            with open(script, "rb") as file:
                text = file.read()
            exec(compile(text, script, "exec"), {"__name__": "leakscope_entry", "__file__": script})

    def stand(*others):
        path = "%s/${STANDS}%d" % (folder, getpid())
        try:
            posix.close(posix.open(path, posix.O_CREAT | posix.O_EXCL | posix.O_WRONLY, 0o600))
            end = now() + ${LONGEST}
            while exists(path) and all(map(exists, others)):
                if now() > end or not there():
                    alone.append(True)
                    break
                take()
                rest(0.001)
            posix.unlink(path)
        except OSError:
            pass

    def forked():
        if not alone and exists(folder + "/${TREE}") and there():
            stand()

    if tree:
        posix.register_at_fork(after_in_child=forked)
        hooks += [(each, forked) for each in gc.get_referrers(forked) if type(each) is list]
    if exists(folder + "/${HELD}"):
        stand(folder + "/${HELD}")
    elif tree and there():
        stand()
    sys.modules.pop("sitecustomize", None)


try:
    held(${JSON.stringify(folder)}, ${before === undefined ? 'None' : JSON.stringify(before)}, ${process.pid})
except Exception:
    pass  # another Python than was thought: it starts as if we were not there
del held
import sitecustomize
`;
}
