"""Readers of blocks: a reader cleans up after itself when it is forgotten."""
import itertools
import tempfile
import time
import weakref
import zlib

from sqlalchemy import create_engine, text

import kit

log = kit.RingLog()
metrics = kit.Metrics()
blocks = kit.pages()
engine = create_engine("sqlite://")


class Window:
    def __init__(self, size):
        self.data = bytearray(size)
        self.start = 0

    def slide(self, chunk):
        self.data[:len(chunk)] = chunk
        self.start += len(chunk)


class Reader:
    opened = 0
    closed = 0

    def __init__(self, path, number):
        self.path = path
        self.number = number
        self.window = Window(24_000)
        self.decoder = None
        Reader.opened += 1
        weakref.finalize(self, self.release)

    def release(self):
        self.decoder = None
        Reader.closed += 1

    def read(self):
        self.decoder = zlib.decompressobj()
        with open(self.path, "rb") as file:
            file.seek(self.number % 7)
            self.window.slide(file.read(2000))
        return sum(self.window.data[:100])


class Directory:
    def __init__(self):
        self.file = tempfile.NamedTemporaryFile()
        self.file.write(kit.text(20_000, 3).encode())
        self.file.flush()
        self.readers = {}

    def reader(self, number):
        slot = number % 16
        self.readers[slot] = Reader(self.file.name, number)
        return self.readers[slot]


class Ledger:
    def __init__(self):
        with engine.begin() as connection:
            connection.execute(text("create table sums (n integer, s integer)"))

    def add(self, n, s):
        with engine.begin() as connection:
            connection.execute(text("insert into sums values (:n, :s)"), {"n": n, "s": s})
            if n % 100 == 0:
                connection.execute(text("delete from sums"))


def main():
    directory, ledger = Directory(), Ledger()
    for n in itertools.count():
        started = time.perf_counter()
        total = directory.reader(n).read()
        ledger.add(n, total)
        blocks[n] = total
        metrics.time(time.perf_counter() - started)
        if n % 100 == 0:
            log.info("read", n=n, opened=Reader.opened)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
