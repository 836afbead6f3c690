"""A plug-in registry that keeps a bound method of every worker, and so the worker."""
import time

_hooks = {}


class Worker:
    def __init__(self, n):
        self.n = n
        self.table = {i: str(i) * 4 for i in range(60)}

    def on_close(self):
        self.table.clear()


def register(name, hook):
    _hooks.setdefault(name, []).append(hook)


def job(n):
    worker = Worker(n)
    register("close", worker.on_close)


n = 0
while True:
    n += 1
    job(n)
    time.sleep(0.01)
