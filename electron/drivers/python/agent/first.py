# Runs first in the forked child, before anything is imported there: what the target had.
import gc
import posix
import sys

TARGET_MODULES = list(sys.modules.items())
AGENT_PID = posix.getppid()

# Addresses alone, and before anything is imported: a list of the objects would count as a reference to each.
AT_START = list(map(id, gc.get_objects()))
