"""Allocates in known lines when asked on stdin; with `traces`, traces itself."""
import sys
import tracemalloc

HELD = []


def allocate(count):
    HELD.append([bytearray(1000) for _ in range(count)])


class Keeper:
    def keep(self):
        self.kept = [
            object() for _ in range(1000)
        ]


def through():
    allocate(100)


if "traces" in sys.argv:
    tracemalloc.start(2)
keeper = Keeper()
sys.stdout.write("ready\n")
sys.stdout.flush()
for line in sys.stdin:
    word = line.strip()
    if word == "allocate":
        through()
        keeper.keep()
        __import__("json").loads('{"a": [1.5, 2.5, "%s"]}' % ("x" * 1000))
        HELD.append(dict(zip(range(1000), range(1000))))
        sys.stdout.write("allocated\n")
    elif word == "big":
        allocate(20000)
        sys.stdout.write("big\n")
    elif word == "state":
        sys.stdout.write("state %s %d\n" % (tracemalloc.is_tracing(), tracemalloc.get_traceback_limit()))
    elif word == "stop":
        tracemalloc.stop()
        sys.stdout.write("stopped\n")
    sys.stdout.flush()
