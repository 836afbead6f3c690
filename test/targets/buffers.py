"""Holds memory of every kind that is not in the objects' own bodies. With numpy, where that is installed."""
import array
import gc
import mmap
import sys
import tempfile

try:
    import numpy
except ImportError:
    numpy = None


class Held:
    pass


class Payload:
    pass


HELD = Held()
HELD.bytes = bytearray(1000000)
HELD.array = array.array("d", range(10000))
HELD.view = memoryview(HELD.bytes)
HELD.anonymous = mmap.mmap(-1, 1 << 20)
FILE = tempfile.TemporaryFile()
FILE.truncate(1 << 20)
HELD.of_file = mmap.mmap(FILE.fileno(), 1 << 20)
if numpy is not None:
    class Derived(numpy.ndarray):
        pass

    HELD.numbers = numpy.zeros(100000)
    HELD.slice = HELD.numbers[10:]
    HELD.objects = numpy.array([Payload() for _ in range(50)], dtype=object)
    HELD.derived = numpy.zeros(1000).view(Derived)
    HELD.derived.label = "label-of-derived"

for name, one in sorted(HELD.__dict__.items()):
    print("size", name, sys.getsizeof(one))
print("numpy" if numpy is not None else "none")
print("ready", flush=True)
sys.stdin.readline()
