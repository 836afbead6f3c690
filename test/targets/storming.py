"""Eight threads that allocate, take locks and let the GIL go all the time: the worst moment for a fork is any moment."""
import gc
import os
import sys
import threading

lock = threading.Lock()
here, there = os.pipe()


def allocating():
    while True:
        for number in range(20):
            [[str(each), {each: bytearray(each)}] for each in range(50)]
            with lock:
                os.write(there, b"x")
                os.read(here, 1)
        sum(range(20000))


def main():
    gc.set_threshold(100)
    for _ in range(8):
        threading.Thread(target=allocating, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


main()
