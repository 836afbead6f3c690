"""Healthy: bursts fill a queue, four workers drain it."""
import queue
import random
import threading
import time

jobs = queue.Queue()
done = 0


def worker():
    global done
    while True:
        job = jobs.get()
        time.sleep(0.002)
        done += len(job["text"])
        jobs.task_done()


for _ in range(4):
    threading.Thread(target=worker, daemon=True).start()
while True:
    for i in range(random.randrange(2000)):
        jobs.put({"n": i, "text": "job %d" % i * 5})
    time.sleep(random.random() * 4)
