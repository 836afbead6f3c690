"""Errors are collected for a report that is never sent; each keeps the frames it passed through."""
import time

failed = []


def parse(text):
    rows = [text * 20 for _ in range(50)]
    raise ValueError(len(rows))


def handle(n):
    payload = bytearray(4000)
    try:
        parse("row %d" % n)
    except ValueError as error:
        failed.append(error)
    return payload


n = 0
while True:
    n += 1
    handle(n)
    time.sleep(0.01)
