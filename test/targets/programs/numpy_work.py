"""Multiplies matrices until its stdin ends; the result is known. Holds arrays of objects and views."""
import sys
import threading

import numpy


class Payload:
    pass


ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
big = numpy.ones((300, 300))
view = big[10:20]
payloads = numpy.array([Payload() for _ in range(77)], dtype=object)
print("started", flush=True)
wrong = rounds = 0
while not ended.is_set() or rounds < 3:
    wrong += bool((big @ big)[7, 7] != 300.0)
    rounds += 1
print("wrong %d" % wrong, flush=True)
