import multiprocessing
import time


def convert(n):
    time.sleep(3600)


jobs = []


def submit(n):
    job = multiprocessing.Process(target=convert, args=(n,), daemon=True)
    job.start()
    jobs.append(job)


if __name__ == '__main__':
    n = 0
    while n < 120:
        n += 1
        submit(n)
        time.sleep(1)
    time.sleep(600)
