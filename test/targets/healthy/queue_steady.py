"""Healthy: producers and consumers over a bounded queue; always some entries under way."""
import queue
import threading
import time

jobs = queue.Queue(maxsize=500)


def produce():
    n = 0
    while True:
        n += 1
        jobs.put({"n": n, "payload": "x" * 500})
        time.sleep(0.001)


def consume():
    while True:
        job = jobs.get()
        len(job["payload"])
        time.sleep(0.002)


if __name__ == "__main__":
    for _ in range(2):
        threading.Thread(target=produce, name="producer", daemon=True).start()
    for _ in range(4):
        threading.Thread(target=consume, name="consumer", daemon=True).start()
    threading.Event().wait()
