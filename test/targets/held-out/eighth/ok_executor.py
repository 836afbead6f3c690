import concurrent.futures
import time


def work(n):
    return sum(i * i for i in range(n % 500))


with concurrent.futures.ThreadPoolExecutor(8) as pool:
    n = 0
    while True:
        futures = [pool.submit(work, n + i) for i in range(40)]
        n += 40
        total = sum(f.result() for f in futures)
        time.sleep(0.02)
