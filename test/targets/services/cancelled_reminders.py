"""Reminders are put on a heap far ahead; cancelled ones stay on it."""
import heapq
import itertools
import time


class Scheduler:
    def __init__(self):
        self._heap = []
        self._count = itertools.count()

    def at(self, when, action, *args):
        entry = [when, next(self._count), action, args]
        heapq.heappush(self._heap, entry)
        return entry

    def cancel(self, entry):
        entry[2] = None

    def run_due(self, now):
        while self._heap and self._heap[0][0] <= now:
            _, _, action, args = heapq.heappop(self._heap)
            if action:
                action(*args)


scheduler = Scheduler()


def remind(user):
    print("wake up", user)


n = 0
while True:
    now = time.monotonic()
    for _ in range(4):
        n += 1
        entry = scheduler.at(now + 86400, remind, {"user": n, "note": "call %d" % n})
        scheduler.cancel(entry)
    scheduler.run_due(now)
    time.sleep(0.02)
