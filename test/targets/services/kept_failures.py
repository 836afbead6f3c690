"""Failed jobs are kept for a retry, with their exceptions."""
import time


class Worker:
    def __init__(self):
        self.failures = []
        self.done = 0

    def load(self, number):
        document = {"id": number, "text": "words %d " % number * 30}
        if number % 2:
            raise LookupError("no such document %d" % number)
        return document

    def run(self, number):
        scratch = [number] * 100
        try:
            self.load(number)
            self.done += len(scratch) // 100
        except LookupError as error:
            self.failures.append((number, error))


worker = Worker()
n = 0
while True:
    for _ in range(4):
        n += 1
        worker.run(n)
    time.sleep(0.02)
