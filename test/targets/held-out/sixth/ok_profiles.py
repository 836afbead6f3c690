"""Flask-like wsgi calls; an LRU fills to its bound and stays there."""
import itertools
import time

from cachetools import LRUCache
from flask import Flask, jsonify

import kit

log = kit.RingLog()
metrics = kit.Metrics()
app = Flask(__name__)


class Profile:
    def __init__(self, number):
        self.number = number
        self.history = [kit.text(120, number + i) for i in range(20)]

    def score(self):
        return sum(len(h) for h in self.history)


class Profiles:
    def __init__(self, bound):
        self.known = LRUCache(maxsize=bound)
        self.misses = 0

    def get(self, number):
        profile = self.known.get(number)
        if profile is None:
            self.misses += 1
            profile = self.known[number] = Profile(number)
        return profile


profiles = Profiles(900)


@app.get("/profile/<int:number>")
def show(number):
    metrics.count("show")
    return jsonify(score=profiles.get(number).score())


def main():
    client = app.test_client()
    for n in itertools.count():
        started = time.perf_counter()
        client.get(f"/profile/{(n * 7919) % 5000}")
        metrics.time(time.perf_counter() - started)
        if n % 100 == 0:
            log.info("n", n=n, misses=profiles.misses)
        time.sleep(0.008)


if __name__ == "__main__":
    main()
