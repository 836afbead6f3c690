"""Healthy: a cache with a time to live of three seconds."""
import time

cache = {}
n = 0
while True:
    now = time.monotonic()
    for _ in range(20):
        n += 1
        cache["key-%d" % n] = (now, "value %d" % n * 5)
    for key in [k for k, (t, _) in cache.items() if now - t > 3]:
        del cache[key]
    time.sleep(0.02)
