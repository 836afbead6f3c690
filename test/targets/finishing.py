"""Its main thread has come to its end and waits for another one; with `pool`, for an executor's."""
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def work():
    time.sleep(10000)


if "pool" in sys.argv:
    pool = ThreadPoolExecutor(1)
    pool.submit(work)
else:
    threading.Thread(target=work, name="worker").start()
sys.stdout.write("ready\n")
sys.stdout.flush()
