# The capture in the forked child, from beginning to end. `names` is the namespace that all these files share.
import time
import _thread


def main(names):
    began = time.monotonic()
    modules = names["TARGET_MODULES"]
    restore_modules(modules)
    stream = Stream(names["LINK"].sendall)
    since = told_ages(stream, names["TRACKED"], names["AGENT"]["marks"])
    walk = Walk(stream, names.pop("TRACKED"))
    roots = Roots(stream, walk)
    roots.begin()
    own = own_addresses(names, walk)
    frames = names["FRAMES"] or sys._current_frames()
    walk.follow(new_dictionaries())
    threads = threads_of(frames, _thread.get_ident())
    roots.modules(modules)
    roots.threads(threads)
    roots.statics()
    walk.drain()
    roots.empty()
    meta = {
        "python": sys.version.split()[0], "pid": names["AGENT_PID"], "pause": names["PAUSE"] * 1000,
        "walk": (time.monotonic() - began) * 1000, "method": names["TAKEN_BY"],
        "threads": [thread for thread, _ in threads], "own": own,
    }
    if since:
        since["agent"] = names["AGENT"]["life"]
        meta["since"] = since
    if walk.limits:
        meta["limits"] = walk.limits
    if OPTIONS.get("redact"):
        meta["redacted"] = True
    meta["gc"] = {"enabled": names["COLLECTING"], "thresholds": list(gc.get_threshold()), "frozen": FROZEN}
    if walk.skipped:
        meta["skipped"] = walk.skipped
        meta["complaint"] = walk.complaint[:300]
    stream.end(encoded(meta).encode())


def restore_modules(modules):
    """What this file and its like have imported was not there."""
    known = {name for name, _ in modules}
    for name in list(sys.modules):
        if name not in known:
            del sys.modules[name]


def own_addresses(names, walk):
    """Where the agent begins: what only these lead to is none of the target's."""
    mine = [names, names["AGENT"], names["LINK"]]
    frame = sys._getframe()
    while frame is not None:
        mine.append(frame)
        mine.extend(frame.f_locals.values())
        frame = frame.f_back
    mine.extend([one for one in walk.pending[id(FUNCTION)] if one.__code__.co_filename[:11] == "<leakscope "])
    found = list(map(id, mine))
    # Circles with this frame, which holds the walk: up to 3.12 what was read of its locals stays with it until it is read again.
    del mine[:]
    walk = names = None
    sys._getframe().f_locals
    return found


def new_dictionaries():
    """Of the objects of threads: one that has its attributes in itself gets a dictionary when they are asked for."""
    new = []
    for one in list(active_threads().values()):
        before = list(map(id, gc.get_referents(one)))
        names = attributes_of(one)
        if id(names) not in before:
            new.append(names)
    return new
