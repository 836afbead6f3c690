"""Helper processes that are started for each job and never told to end."""
import subprocess
import time

JOBS = []


def convert(n):
    JOBS.append(subprocess.Popen(["cat"], stdin=subprocess.PIPE))


if __name__ == "__main__":
    for n in range(60):
        convert(n)
        time.sleep(0.4)
    time.sleep(600)
