"""A handler is added to the logger with each job."""
import io
import logging
import time

log = logging.getLogger("jobs")
log.setLevel(logging.WARNING)
log.propagate = False


class Job:
    def __init__(self, number):
        self.number = number
        self.output = io.StringIO()
        self.handler = logging.StreamHandler(self.output)
        self.handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(self.handler)

    def run(self):
        log.info("job %d", self.number)
        return self.number * 2


n = 0
while True:
    for _ in range(2):
        n += 1
        Job(n).run()
    time.sleep(0.02)
