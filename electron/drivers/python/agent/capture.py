# The capture in the forked child, from beginning to end. `names` is the namespace that all these files share.
import time
import _thread
from operator import not_


def main(names):
    began = time.monotonic()
    modules, at_start = names["TARGET_MODULES"], names["AT_START"]
    restore_modules(modules)
    stream = Stream(names["LINK"].sendall)
    walk = Walk(stream)
    roots = Roots(stream, walk)
    roots.begin()
    frames = names["FRAMES"] or sys._current_frames()
    threads = threads_of(frames, _thread.get_ident())
    roots.modules(modules)
    roots.threads(threads)
    walk.drain(0)
    roots.statics()
    walk.drain(0)
    mine = [names, names["AGENT"], names["LINK"]]
    frame = sys._getframe()
    while frame is not None:
        mine.append(frame)
        mine.extend(frame.f_locals.values())
        frame = frame.f_back
    hide(walk, mine, (walk.seen, stream.rows))
    roots.unexplained(left_of(walk, at_start))
    meta = {
        "python": sys.version.split()[0], "pid": names["AGENT_PID"], "pause": names["PAUSE"] * 1000,
        "walk": (time.monotonic() - began) * 1000, "method": names["TAKEN_BY"],
        "threads": [thread for thread, _ in threads],
    }
    if walk.limits:
        meta["limits"] = walk.limits
    if OPTIONS.get("redact"):
        meta["redacted"] = True
    meta["gc"] = {"enabled": names["COLLECTING"], "thresholds": list(gc.get_threshold()), "frozen": gc.get_freeze_count()}
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


def left_of(walk, at_start):
    """Objects that were there at the start and were not reached."""
    seen = walk.seen
    left = gc.get_objects()
    left = list(compress(left, map(not_, map(seen.__contains__, map(id, left)))))
    seen.add(id(left))  # or it would hold itself, and all of them, for good
    ids = set(map(id, left)).intersection(at_start)
    return [one for one in left if id(one) in ids]
