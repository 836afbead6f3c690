import json
import queue
import threading
import time

jobs = queue.Queue(maxsize=200)
done = []


def consume():
    while True:
        batch = [jobs.get() for _ in range(50)]
        text = json.dumps(batch)
        done.append(len(text))
        if len(done) > 500:
            del done[:400]


for _ in range(3):
    threading.Thread(target=consume, daemon=True).start()
n = 0
while True:
    n += 1
    jobs.put({'n': n, 'rows': list(range(n % 50))})
    if n % 20 == 0:
        time.sleep(0.02)
