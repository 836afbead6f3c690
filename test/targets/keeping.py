"""Keeps and drops memory in known functions until it is told to end: `keep_three` keeps three times what `keep_one` does."""
import os
import sys
import threading
import tracemalloc

ONE, THREE = [], []
going = threading.Event()
going.set()


class Kept:
    __slots__ = ("first", "second")


def keep_one():
    ONE.append(Kept())


def keep_three():
    THREE.extend([Kept(), Kept(), Kept()])


def drop():
    return [Kept() for _ in range(50)]


def work():
    while going.is_set():
        keep_one()
        keep_three()
        drop()


def allocators():
    """The functions that serve memory, as numbers: what a tracing that has ended must have put back."""
    import ctypes

    table = (ctypes.c_void_p * 5)()
    told = []
    for domain in (0, 1, 2):
        ctypes.pythonapi.PyMem_GetAllocator(ctypes.c_int(domain), table)
        told.extend(table[at] or 0 for at in range(5))
    return hash(tuple(told))


worker = threading.Thread(target=work)
sys.stdout.write("ready\n")
sys.stdout.flush()
for line in sys.stdin:
    word = line.strip()
    if word == "work":
        worker.start()
        sys.stdout.write("works\n")
    elif word == "rest":
        going.clear()
        worker.join()
        sys.stdout.write("rests %d\n" % len(ONE))
    elif word == "fork":
        child = os.fork()
        if child == 0:
            # Its word goes to the parent's output.
            os.write(1, b"child %s %d\n" % (str(tracemalloc.is_tracing()).encode(), allocators()))
            os._exit(0)
        os.waitpid(child, 0)
        sys.stdout.write("forked\n")
    elif word == "clear":
        tracemalloc.clear_traces()
        sys.stdout.write("cleared\n")
    elif word == "own start":
        tracemalloc.start()
        sys.stdout.write("own started\n")
    elif word == "own stop":
        tracemalloc.stop()
        sys.stdout.write("own stopped\n")
    elif word == "state":
        sys.stdout.write("state %s %d\n" % (tracemalloc.is_tracing(), allocators()))
    sys.stdout.flush()
