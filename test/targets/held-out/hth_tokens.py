"""Healthy: tokens live for eight seconds and are swept as new ones come."""
import collections
import time


class Tokens:
    LIFE = 8.0

    def __init__(self):
        self._by_id = collections.OrderedDict()

    def issue(self, number):
        now = time.monotonic()
        self._by_id["t%d" % number] = {"at": now, "scopes": ["read", "write"], "user": "u%d" % number}
        while self._by_id and next(iter(self._by_id.values()))["at"] < now - self.LIFE:
            self._by_id.popitem(last=False)


tokens = Tokens()
n = 0
while True:
    for _ in range(6):
        n += 1
        tokens.issue(n)
    time.sleep(0.02)
