"""Threads that unpack all the time, and so allocate without the GIL; says that it lives when asked."""
import lzma
import sys
import threading

PACKED = lzma.compress(bytes(range(256)) * 40)


def unpack():
    while True:
        lzma.decompress(PACKED)


for _ in range(4):
    threading.Thread(target=unpack, daemon=True).start()
sys.stdout.write("ready\n")
sys.stdout.flush()
for line in sys.stdin:
    sys.stdout.write("alive %s\n" % line.strip())
    sys.stdout.flush()
