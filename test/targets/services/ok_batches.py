"""Healthy: asyncio tasks in batches, results folded, a histogram with a bounded reservoir."""
import asyncio
import random


class Histogram:
    def __init__(self, size=2000):
        self.size = size
        self.count = 0
        self.sample = []

    def add(self, value):
        self.count += 1
        if len(self.sample) < self.size:
            self.sample.append(value)
        else:
            at = random.randrange(self.count)
            if at < self.size:
                self.sample[at] = value


histogram = Histogram()


async def fetch(n):
    await asyncio.sleep(random.random() * 0.05)
    return {"n": n, "rows": ["r%d" % i for i in range(20)]}


async def main():
    n = 0
    while True:
        for answer in await asyncio.gather(*(fetch(n + i) for i in range(20))):
            histogram.add(answer["n"] + random.random())
        n += 20


asyncio.run(main())
