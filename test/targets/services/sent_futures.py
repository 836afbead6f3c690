"""Futures are collected to be waited for at the end, which does not come."""
import time
from concurrent.futures import ThreadPoolExecutor


class Mailer:
    def __init__(self):
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="mail")
        self._sent = []

    def send(self, to, text):
        future = self._pool.submit(self._deliver, to, text)
        self._sent.append(future)
        return future

    def _deliver(self, to, text):
        return {"to": to, "bytes": text.encode() * 4, "status": "sent"}

    def close(self):
        for future in self._sent:
            future.result()


mailer = Mailer()
n = 0
while True:
    for _ in range(4):
        n += 1
        mailer.send("u%d@example.org" % n, "Hello number %d" % n)
    time.sleep(0.02)
