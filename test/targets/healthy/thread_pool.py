"""Healthy: a pool of threads that fills to its size and stays there."""
import concurrent.futures
import time

with concurrent.futures.ThreadPoolExecutor(24, thread_name_prefix="work") as pool:
    waiting = set()
    while True:
        waiting.add(pool.submit(time.sleep, 0.2))
        done = {each for each in waiting if each.done()}
        waiting -= done
        time.sleep(0.01)
