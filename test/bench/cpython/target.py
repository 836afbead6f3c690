"""A heap of UNITS units (10 objects each) and MB of ballast, a 1 ms ticker; does on stdin what it is told, peers' work too."""
import contextlib
import io
import sys
import threading
import time


class Plain:
    def __init__(self, number):
        self.number = number + 100000
        self.name = "plain-%d" % number


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, number):
        self.left = (number + 100000, str(number))
        self.right = [number + 200000, None]


HELD = {}
longest = [0.0]


def ticking():
    last = time.perf_counter()
    while True:
        time.sleep(0.001)
        now = time.perf_counter()
        longest[0] = max(longest[0], now - last)
        last = now


def objgraph_growth():
    import objgraph

    with contextlib.redirect_stdout(io.StringIO()):
        objgraph.show_growth()


def pympler_summary():
    from pympler import muppy, summary

    summary.summarize(muppy.get_objects())


def guppy_heap():
    from guppy import hpy

    hpy().heap()


def timed(work):
    work()  # imports and first tables are not counted
    longest[0] = 0.0
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def idle():
    time.sleep(1)


def main():
    for number in range(int(sys.argv[1])):
        HELD["key-%d" % number] = {"plain": Plain(number), "slotted": Slotted(number), "tags": ["x%d" % number]}
    ballast = [b"\1" * (1 << 20) for _ in range(int(sys.argv[2]))]
    threading.Thread(target=ticking, daemon=True).start()
    works = {"objgraph": objgraph_growth, "pympler": pympler_summary, "guppy": guppy_heap, "idle": idle}
    print("ready", len(ballast), flush=True)
    for line in sys.stdin:
        word = line.strip()
        if word == "reset":
            longest[0] = 0.0
            print("reset", flush=True)
        elif word == "gap":
            print("gap %.3f" % (longest[0] * 1000), flush=True)
        elif word == "run":
            # The main thread runs Python until it is told otherwise: what an attach meets in a busy program.
            running[0] = True
            threading.Thread(target=stop_at_line, daemon=True).start()
            print("running", flush=True)
            while running[0]:
                [str(number) for number in range(200)]
            print("stopped", flush=True)
        elif word in works:
            try:
                print("%s %.3f" % (word, timed(works[word]) * 1000), flush=True)
            except ImportError:
                print("%s -" % word, flush=True)


running = [False]


def stop_at_line():
    sys.stdin.readline()
    running[0] = False


main()
