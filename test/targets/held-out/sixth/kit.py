"""House library: everything in here is bounded."""
import collections
import contextlib
import queue
import threading
import time
from cachetools import LRUCache, TTLCache

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi".split()


def text(n, seed):
    out, i, size = [], seed, 0
    while size < n:
        i = (i * 1103515245 + 12345) & 0x7FFFFFFF
        word = f"{WORDS[i % len(WORDS)]}-{i:x}"
        out.append(word)
        size += len(word) + 1
    return " ".join(out)


class RingLog:
    def __init__(self, size=500):
        self.lines = collections.deque(maxlen=size)

    def info(self, message, **fields):
        self.lines.append(f"{time.time():.3f} INFO {message} {fields}")


class Pool:
    def __init__(self, make, size):
        self.free = queue.Queue()
        for i in range(size):
            self.free.put(make(i))

    @contextlib.contextmanager
    def item(self):
        thing = self.free.get()
        try:
            yield thing
        finally:
            self.free.put(thing)


class Metrics:
    def __init__(self):
        self.counters = collections.Counter()
        self.window = []
        self.lock = threading.Lock()

    def count(self, name):
        with self.lock:
            self.counters[name] += 1

    def time(self, value):
        with self.lock:
            self.window.append(value)
            if len(self.window) > 1000:
                del self.window[:500]


def pages():
    return LRUCache(maxsize=300)


def tokens():
    return TTLCache(maxsize=500, ttl=10)
