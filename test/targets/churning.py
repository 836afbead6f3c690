"""Replaces objects, and changes others, when asked on stdin; says by address which are which."""
import gc
import random
import sys
from array import array

COUNT = 2000
random.seed(4)


class Record:
    def __init__(self, n):
        self.number = n + 100_000
        self.text = "record-%d" % n
        self.lines = ["line-%d-%d" % (n, k) for k in range(3)]


class Point:
    """Numbers alone: nothing tells two of them apart."""

    def __init__(self, n):
        self.x = n + 0.5
        self.y = n + 100_000


class Slot:
    __slots__ = ("text", "next")

    def __init__(self, n):
        self.text = "slot-%d" % n
        self.next = [n]


def row(n):
    return {"id": n + 100_000, "name": "row-%d" % n}


def pair(n):
    return ("pair-%d" % n, n + 100_000)


def queue(n):
    return ["entry-%d-%d" % (n, k) for k in range(4)]


MAKERS = {"Record": Record, "Point": Point, "Slot": Slot, "row": row, "pair": pair, "queue": queue}
LIVE = {name: [make(n) for n in range(COUNT)] for name, make in MAKERS.items()}
NUMBER = [COUNT]


def replaced(style):
    """At random: some are dropped, then as many made. All: the whole list is dropped, then made again."""
    fresh = {}
    for name, make in MAKERS.items():
        live = LIVE[name]
        places = list(range(COUNT)) if style == "all" else random.sample(range(COUNT), COUNT // 2)
        for place in places:
            live[place] = None
        for place in places:
            NUMBER[0] += 1
            live[place] = make(NUMBER[0])
        fresh[name] = array("Q", [id(live[place]) for place in places])
    return fresh


class Counter:
    def __init__(self, n):
        self.hits = n + 100_000
        self.name = "counter-%d" % n


class Numbers:
    def __init__(self, n):
        self.hits = n + 100_000


class Labelled:
    def __init__(self, n):
        self.name = "labelled-%d" % n
        self.state = "state-0-%d" % n


KEPT = {
    "grown dict": [{"first-%d" % n: "value-%d" % n} for n in range(COUNT)],
    "filled dict": [{} for n in range(COUNT)],
    "grown list": [["first-%d" % n] for n in range(COUNT)],
    "turned list": [["entry-%d-%d" % (n, k) for k in range(4)] for n in range(COUNT)],
    "grown set": [{"first-%d" % n} for n in range(COUNT)],
    "counter": [Counter(n) for n in range(COUNT)],
    "numbers": [Numbers(n) for n in range(COUNT)],
    "labelled": [Labelled(n) for n in range(COUNT)],
    "refilled": [["old-%d-%d" % (n, k) for k in range(3)] for n in range(COUNT)],
}
LATEST = ["latest-%d" % n for n in range(4)]


def changed():
    for n in range(COUNT):
        KEPT["grown dict"][n]["more-%d" % n] = "more"
        KEPT["filled dict"][n]["some-%d" % n] = "value-%d" % n
        KEPT["grown list"][n].append("more-%d" % n)
        KEPT["turned list"][n][:] = KEPT["turned list"][n][1:] + ["newest-%d" % n]
        KEPT["grown set"][n].add("more-%d" % n)
        KEPT["counter"][n].hits += 1
        KEPT["numbers"][n].hits += 1
        KEPT["labelled"][n].state = "state-1-%d" % n
        KEPT["refilled"][n][:] = ["new-%d-%d" % (n, k) for k in range(3)]
    LATEST[:] = ["later-%d" % n for n in range(4)]


def say(kind, name, addresses):
    print(kind, name.replace(" ", "-"), *addresses)


print("ready", flush=True)
for line in sys.stdin:
    word = line.strip()
    if word in ("all", "random"):
        for name, addresses in replaced(word).items():
            say("new", name, addresses)
    elif word == "change":
        changed()
        for name, objects in KEPT.items():
            say("kept", name, map(id, objects))
        say("kept", "global", [id(LATEST)])
    print("told", flush=True)
