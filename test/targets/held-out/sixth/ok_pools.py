"""Worker pool: threads and processes take jobs from queues, results are written and dropped."""
import concurrent.futures
import hashlib
import itertools
import multiprocessing
import os
import tempfile
import time

import kit

log = kit.RingLog()
metrics = kit.Metrics()


def digest(block):
    h = hashlib.sha256()
    words = {}
    for word in block.split():
        words[word] = words.get(word, 0) + 1
        h.update(word.encode())
    return h.hexdigest(), len(words), os.getpid()


class Writer:
    def __init__(self):
        self.file = tempfile.TemporaryFile()
        self.lines = 0

    def write(self, result):
        if self.lines % 1000 == 0:
            self.file.seek(0)
            self.file.truncate()
        self.file.write(f"{result}\n".encode())
        self.lines += 1


class Balance:
    def __init__(self):
        self.per_worker = {}

    def add(self, pid):
        self.per_worker[pid] = self.per_worker.get(pid, 0) + 1


def main():
    writer, balance = Writer(), Balance()
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as processes, \
            concurrent.futures.ThreadPoolExecutor(4) as threads:
        for n in itertools.count():
            blocks = [kit.text(2000, n * 6 + k) for k in range(6)]
            futures = [(processes if k % 2 else threads).submit(digest, b) for k, b in enumerate(blocks)]
            for future in concurrent.futures.as_completed(futures):
                result = future.result()
                writer.write(result)
                balance.add(result[2])
                metrics.count("done")
            if n % 20 == 0:
                log.info("round", n=n)
            time.sleep(0.08)


if __name__ == "__main__":
    main()
