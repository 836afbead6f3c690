# Runs first in the forked child, before anything is imported there: what the target had.
import _tracemalloc
import gc
import posix
import sys

if _tracemalloc.is_tracing():
    _tracemalloc.stop()  # here alone: it would make the walk many times slower
TARGET_MODULES = list(sys.modules.items())
AGENT_PID = posix.getppid()

# Addresses alone, and before anything is imported: a list of the objects would count as a reference to each.
AT_START = list(map(id, gc.get_objects()))
