"""Counts words of texts; there are so many words and no more."""
import collections
import random
import time

ROOTS = ['ba', 'co', 'di', 'fu', 'ge', 'hi', 'ka', 'lo', 'mu', 'ne', 'po', 'ri', 'su', 'te', 'vo', 'wa']
WORDS = [a + b + c + d for a in ROOTS for b in ROOTS for c in ROOTS for d in ('', 'n', 's')]


class Statistics:
    def __init__(self):
        self.words = collections.Counter()
        self.pairs = {}

    def read(self, text):
        words = text.split()
        self.words.update(words)
        for first in words:
            self.pairs.setdefault(first, collections.Counter())[first[:2]] += 1


statistics = Statistics()
while True:
    text = ' '.join(WORDS[int(len(WORDS) * random.random() ** 3)] for _ in range(60))
    statistics.read(text)
    time.sleep(0.01)
