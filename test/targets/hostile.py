"""Objects that lie about themselves, or fail whoever asks them."""
import sys


class HidesItsDict:
    __dict__ = None

    def __init__(self):
        object.__setattr__(self, "inside", "held")


class Unnamed:
    pass


Unnamed.__module__ = None
Unnamed.__qualname__ = "x" * 100000


class FailsAlways(type):
    def __getattribute__(cls, name):
        raise RuntimeError("asked for %s" % name)


Failing = FailsAlways("Failing", (), {"__slots__": ("empty",)})
HELD = [HidesItsDict(), HidesItsDict(), HidesItsDict(), Unnamed(), object.__new__(Failing), "\udcff lone", {"\udcff": 1}]
AFTER = ["still-there"]

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
