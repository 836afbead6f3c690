import functools
import time


class Rates:
    def __init__(self, day):
        self.day = day
        self.table = [float(i) for i in range(2000)]

    @functools.cache
    def convert(self, source, target):
        return self.table[hash((source, target)) % len(self.table)]


def handle(day):
    rates = Rates(day)
    return rates.convert('EUR', 'USD') + rates.convert('EUR', 'GBP')


day = 0
while True:
    for _ in range(5):
        day += 1
        handle(day)
    time.sleep(0.05)
