"""Healthy: a cached function of a module, at its bound."""
import functools
import time


@functools.lru_cache(maxsize=2000)
def area(n):
    return {"n": n, "text": "value %d" % n}


n = 0
while True:
    for _ in range(40):
        n += 1
        area(n % 5000)
    time.sleep(0.02)
