"""Exports that were begun and not finished are kept in the registry."""
import time

open_exports = {}


def export(rows, chunk=5):
    header = ",".join("column%d" % i for i in range(5))
    yield header
    buffer = []
    for row in rows:
        buffer.append(",".join(map(str, row)))
        if len(buffer) == chunk:
            yield "\n".join(buffer)
            buffer = []


def begin(number):
    stream = export([(number, i, i * i, i + 1, 0) for i in range(20)])
    next(stream)
    open_exports[number] = stream
    return stream


n = 0
while True:
    for _ in range(3):
        n += 1
        stream = begin(n)
        next(stream)  # the client goes away after the first page
    time.sleep(0.02)
