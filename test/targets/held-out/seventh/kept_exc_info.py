import sys
import time


class Ledger:
    def __init__(self):
        self.failures = []

    def note(self, job, error):
        self.failures.append((job, sys.exc_info()))


ledger = Ledger()


def parse(text):
    rows = [part.strip() + '!' for part in text.split(',')]
    if len(rows) % 2 == 0:
        raise ValueError('an even number of rows')
    return rows


def work(n):
    text = ','.join('row %d of %d' % (i, n) for i in range(300))
    try:
        return parse(text)
    except ValueError as error:
        ledger.note(n, error)


n = 0
while True:
    n += 1
    work(n)
    time.sleep(0.01)
