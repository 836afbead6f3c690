# Runs first where the heap is read in the program itself: nothing there is set otherwise for it.
import gc
import sys
from time import sleep, thread_time

posix, AGENT_PID = AGENT["posix"], AGENT["process"]
FROZEN = gc.get_freeze_count()
IN_ORDER = False
# When the slice began, and the longest one: seconds of our own computing, which is with the GIL.
SLICES = [thread_time(), 0.0]
TRACKED = gc.get_objects()
