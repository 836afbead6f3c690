"""Healthy: a memory handler of the logging module, flushed at three thousand records."""
import io
import logging
import logging.handlers
import time

sink = logging.StreamHandler(io.StringIO())
sink.setLevel(logging.CRITICAL)
handler = logging.handlers.MemoryHandler(3000, flushLevel=logging.CRITICAL, target=sink)
log = logging.getLogger("app")
log.setLevel(logging.INFO)
log.propagate = False
log.addHandler(handler)
n = 0
while True:
    for _ in range(5):
        n += 1
        log.info("request %d took %d ms", n, n % 17)
    time.sleep(0.02)
