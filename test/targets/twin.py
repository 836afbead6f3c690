"""Three threads that allocate, lock, queue and talk through pipes, each the same steps whatever the time. `finish N` ends each
after N steps (0: soon), and tells what came out, and what the program has become. A twin that nobody touched says the same, also one that begins two BLOCKs before the end: `twin.py STEP`."""
import atexit
import gc
import hashlib
import json
import os
import queue
import signal
import sys
import threading
import time
import warnings

HELD = [{"key-%d" % number: [number, str(number)]} for number in range(2000)]
BLOCK = 1000
limit = None
lock = threading.Lock()
wanted = threading.Event()


class Worker(threading.Thread):
    def __init__(self, name):
        super().__init__(name=name)
        self.steps = int(sys.argv[1]) if len(sys.argv) > 1 else 0
        self.wrong = 0
        self.blocks = ["", ""]
        self.digest = hashlib.sha256(name.encode())
        self.items = queue.Queue()
        self.here, self.there = os.pipe()
        self.ring = []

    def run(self):
        while limit is None or self.steps < limit:
            if self.steps % BLOCK == 0:
                self.blocks = [self.blocks[1], self.digest.hexdigest()]
                self.digest = hashlib.sha256(self.name.encode())
            self.step(self.steps)
            self.steps += 1

    def step(self, number):
        table = {str(each): [each, (number, each)] for each in range(number % 40)}
        self.items.put(json.dumps(table))
        with lock:
            os.write(self.there, b"%d;" % number)
            said = os.read(self.here, 64)
        self.wrong += said != b"%d;" % number
        ring = [None]
        ring[0] = ring  # for the collector
        self.ring = [ring, self.ring[:1]]
        if number % 10 == 0:
            time.sleep(0.002)  # or the machine would do nothing else
        self.digest.update(said + self.items.get().encode() + b"%d" % sum(range(number % 3000)))


def on_signal(number, frame):
    pass


def state():
    return {
        "modules": sorted(sys.modules), "threads": sorted(each.name for each in threading.enumerate()),
        "gc": [gc.isenabled(), gc.get_threshold(), len(gc.callbacks), gc.get_debug(), gc.get_freeze_count()],
        "signals": [str(signal.getsignal(each)) == str(signal.SIG_DFL) for each in (signal.SIGCHLD, signal.SIGTERM)],
        "mask": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
        "environment": sorted(os.environ), "directory": os.getcwd(), "filters": len(warnings.filters),
        "main": sorted(__import__("__main__").__dict__), "interval": sys.getswitchinterval(), "tracing": tracing(),
        "path": sys.path, "hooks": [sys.gettrace() is None, sys.getprofile() is None, len(sys.meta_path)],
        "exit": atexit._ncallbacks(),
    }


def tracing():
    import _tracemalloc

    return _tracemalloc.is_tracing()


def main():
    global limit
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    tracing()
    workers = [Worker("worker-%d" % number) for number in range(3)]
    before = state()
    for worker in workers:
        worker.start()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, number = line.partition(" ")
        if word == "finish":
            limit = int(number) or max(worker.steps for worker in workers) + 1000
            for worker in workers:
                worker.join()
            for worker in workers:
                print("out", worker.name, worker.steps, worker.wrong, worker.blocks[1], worker.digest.hexdigest())
            after = state()
            changed = ["%s: %s, was %s" % (key, after[key], before[key]) for key in before if after[key] != before[key]]
            print("changed %s" % changed if changed else "same")
            print("finished %d" % limit, flush=True)
            return
        if word == "steps":
            print("steps %d" % min(worker.steps for worker in workers), flush=True)


main()
