"""Healthy: a pool of four processes that works off jobs."""
import concurrent.futures as cf
import time


def work(n):
    return sum(i * i for i in range(20000)) + n


if __name__ == "__main__":
    with cf.ProcessPoolExecutor(4) as pool:
        while True:
            list(pool.map(work, range(20)))
            time.sleep(0.1)
