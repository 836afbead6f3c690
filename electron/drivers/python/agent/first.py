# Runs first in the forked child: what the target had.
import _tracemalloc
import gc
import posix

if _tracemalloc.is_tracing():
    _tracemalloc.stop()  # here alone: it would make the walk many times slower
AGENT_PID = posix.getppid()

FROZEN = gc.get_freeze_count()
gc.unfreeze()  # here alone: what is frozen is in no list of the collector's
# Before anything is imported: what is tracked later is ours.
TRACKED = gc.get_objects()
