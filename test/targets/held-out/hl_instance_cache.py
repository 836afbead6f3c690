"""functools.cache on a method of short-lived request objects."""
import functools
import time


class Request:
    def __init__(self, n):
        self.n = n
        self.headers = {"h%d" % i: "v" * 50 for i in range(30)}

    @functools.cache
    def user(self, token):
        return "user-%d" % self.n


n = 0
while True:
    n += 1
    Request(n).user("t")
    time.sleep(0.01)
