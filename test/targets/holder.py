"""Holds objects of every kind in known places, says what is in it when asked on stdin, and waits."""
import gc
import os
import sys
import threading
import weakref

HELD = []


class Node:
    def __init__(self, number):
        self.number = number + 1000
        self.label = "node-%d" % number
        self.next = None


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, number):
        self.left = "left-%d" % number
        self.right = [number]


class Derived(dict):
    pass


class Trap:
    """Whoever runs our code instead of looking is caught."""

    def __init__(self):
        self.bait = "bait-of-trap"

    def __getattribute__(self, name):
        sprung("__getattribute__ " + name)
        return object.__getattribute__(self, name)

    def __sizeof__(self):
        sprung("__sizeof__")
        return 1

    def __eq__(self, other):
        sprung("__eq__")
        return True

    def __hash__(self):
        sprung("__hash__")
        return 1

    def __repr__(self):
        sprung("__repr__")
        return "trap"


def sprung(how):
    sys.stdout.write("trap: %s\n" % how)
    sys.stdout.flush()


def counter():
    text = "local-of-generator"
    yield text


def closure():
    cell_text = "held-by-a-cell"
    return lambda: cell_text


def waiting(event):
    local_text = "held-by-a-frame"
    event.wait()
    return local_text


class Holder:
    pass


def fill():
    holder = Holder()
    holder.nodes = [Node(number) for number in range(1000)]
    for first, second in zip(holder.nodes, holder.nodes[1:]):
        first.next = second
    holder.slotted = [Slotted(number) for number in range(100)]
    holder.by_name = {"key-%d" % number: ("value", number + 5000) for number in range(100)}
    holder.by_number = {number: "number-%d" % number for number in range(2000, 2010)}
    holder.derived = Derived(inside="inside-derived")
    holder.generator = counter()
    next(holder.generator)
    holder.closure = closure()
    holder.weak = weakref.ref(holder.nodes[0])
    holder.trap = Trap()
    holder.text = "x" * 5000
    holder.raw = bytearray(100000)
    HELD.append(holder)


def make_garbage():
    for number in range(50):
        one = Node(number)
        one.label = "garbage-%d" % number
        one.next = [one]


def known():
    """What naive Python says of itself, a line each."""
    def say(*words):
        sys.stdout.write(" ".join(map(str, words)) + "\n")

    holder = HELD[0]
    say("size text", sys.getsizeof(holder.text))
    say("size raw", sys.getsizeof(holder.raw))
    say("size nodes", sys.getsizeof(holder.nodes))
    say("size node", sys.getsizeof(holder.nodes[5]), id(holder.nodes[5]))
    say("references node", sys.getrefcount(holder.nodes[5]) - 1)
    say("holder", id(holder))
    say("tracked", len(gc.get_objects()))
    sys.stdout.write("told\n")
    sys.stdout.flush()


def footprint():
    import _tracemalloc

    sys.stdout.write("footprint %d %s %d %s %d %r\n" % (
        threading.active_count(), ",".join(sorted(sys.modules)), len(gc.callbacks), _tracemalloc.is_tracing(),
        gc.isenabled(), sys.getswitchinterval()))
    sys.stdout.flush()


def ticking(state):
    import time

    last = time.perf_counter()
    while True:
        time.sleep(0.001)
        now = time.perf_counter()
        state["gap"] = max(state["gap"], now - last)
        last = now


def busy():
    while True:
        [str(number) for number in range(200)]


def main():
    gc.disable()
    import _tracemalloc

    fill()
    make_garbage()
    threading.Thread(target=waiting, args=(threading.Event(),), name="waiter", daemon=True).start()
    gap = {"gap": 0.0}
    threading.Thread(target=ticking, args=(gap,), name="ticker", daemon=True).start()
    if "busy" in sys.argv:
        for _ in range(2):
            threading.Thread(target=busy, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if "awake" in sys.argv:  # the main thread comes by until it is asked for something
        import select

        while not select.select([sys.stdin], [], [], 0.01)[0]:
            pass
    for line in sys.stdin:
        word = line.strip()
        if word == "known":
            known()
        elif word == "footprint":
            footprint()
        elif word == "gap":
            sys.stdout.write("gap %.3f\n" % (gap["gap"] * 1000))
            gap["gap"] = 0.0
            sys.stdout.flush()
        elif word == "grow":
            HELD.append([Node(number) for number in range(50000)])
            sys.stdout.write("grown\n")
            sys.stdout.flush()
        elif word == "collect":
            sys.stdout.write("collected %d\n" % gc.collect())
            sys.stdout.flush()
        elif word == "import":
            # As in the middle of an import, which a copy never sees the end of.
            import _imp
            import time

            _imp.acquire_lock()
            time.__spec__._initializing = True
            sys.stdout.write("importing\n")
            sys.stdout.flush()
        elif word == "fork":
            child = os.fork()
            if child == 0:
                sys.stdin.readline()
                os._exit(0)
            sys.stdout.write("forked %d\n" % child)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
