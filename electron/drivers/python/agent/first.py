# Runs first in the forked child, before anything is imported there: what the target had.
import gc
import posix
import sys

TARGET_MODULES = list(sys.modules.items())
AGENT_PID = posix.getppid()


def tracked():
    # Addresses alone: a list of the objects would count as a reference to each.
    from array import array

    return array("Q", map(id, gc.get_objects()))


STARTED = __import__("time").monotonic()
AT_START = tracked()
