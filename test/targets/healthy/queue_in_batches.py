# Healthy: a queue that is read in batches.
import queue, threading, time
Q = queue.Queue()
def consume():
    while True:
        time.sleep(0.3)
        while not Q.empty():
            Q.get()
threading.Thread(target=consume, daemon=True).start()
n = 0
while True:
    for i in range(10):
        n += 1
        Q.put({'n': n, 'body': 'b' * 500})
    time.sleep(0.01)
