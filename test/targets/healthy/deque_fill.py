"""Healthy: keeps the last 20000 events, which it has not yet seen so many of."""
import collections
import time

recent = collections.deque(maxlen=20_000)
n = 0
while True:
    for _ in range(10):
        n += 1
        recent.append({"n": n, "text": "event %d" % n})
    time.sleep(0.02)
