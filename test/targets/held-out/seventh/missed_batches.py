import collections
import time


class Batcher:
    pending = collections.defaultdict(list)

    def __init__(self, size):
        self.size = size

    def add(self, tenant, events):
        bucket = self.pending[tenant]
        bucket.extend(events)
        if len(bucket) == self.size:
            self.flush(tenant)

    def flush(self, tenant):
        del self.pending[tenant]


batcher = Batcher(100)
n = 0
while True:
    n += 1
    batcher.add('tenant-%d' % (n % 7), [{'n': n, 'k': k, 'note': 'event %d/%d' % (n, k)} for k in range(3)])
    time.sleep(0.003)
