import collections
import time

_types = {}


def row_type(columns):
    key = tuple(columns)
    if key not in _types:
        _types[key] = collections.namedtuple('Row', columns)
    return _types[key]


n = 0
while True:
    n += 1
    row = row_type(['id', 'name', 'total_%d' % n])
    row(n, 'name', n * 2)
    time.sleep(0.02)
