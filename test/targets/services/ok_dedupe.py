"""Healthy: the last ten thousand message ids are remembered to drop repeats."""
import collections
import time
import uuid


class Dedupe:
    def __init__(self, most=10_000):
        self._order = collections.deque()
        self._seen = set()
        self._most = most

    def first_time(self, key):
        if key in self._seen:
            return False
        self._seen.add(key)
        self._order.append(key)
        if len(self._order) > self._most:
            self._seen.discard(self._order.popleft())
        return True


dedupe = Dedupe()
while True:
    for _ in range(8):
        dedupe.first_time(str(uuid.uuid4()))
    time.sleep(0.02)
