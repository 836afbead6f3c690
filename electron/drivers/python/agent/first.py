# Runs first in the forked child: what the target had.
import _tracemalloc
import gc
import posix
import sys

if _tracemalloc.is_tracing():
    _tracemalloc.stop()  # here alone: it would make the walk many times slower
AGENT_PID = posix.getppid()

FROZEN = gc.get_freeze_count()
gc.unfreeze()  # here alone: what is frozen is in no list of the collector's

# Objects stand in the collector's lists in the order in which they came, but for those that a collection has moved behind. Not where
# there is no GIL, nor in the collector in steps of 3.14.0 to 3.14.4.
IN_ORDER = "t" not in sys.abiflags and gc.get_threshold()[2] > 0


def listed():
    """All that the collector tracks, oldest first if `IN_ORDER`."""
    if not IN_ORDER:
        return gc.get_objects()
    lists = [gc.get_objects(generation=each) for each in (2, 1, 0)]
    objects, middle, young = lists
    ours = {id(objects), id(middle), id(lists)}
    for at in range(len(young) - 1, max(-1, len(young) - 64), -1):  # among the youngest: frames may be younger
        if id(young[at]) in ours:
            del young[at]
    if FROZEN:  # from the start of the program, as far as anybody says: `unfreeze` has put them behind the old ones
        objects[:] = objects[-FROZEN:] + objects[:-FROZEN]
    objects += middle
    objects += young
    return objects


# Before anything is imported: what is tracked later is ours.
TRACKED = listed()
