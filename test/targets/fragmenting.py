"""Fills malloc with 2 kB blocks, frees 19 of 20 of them, and waits."""
import ctypes
import sys

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
blocks = [libc.malloc(2000) for _ in range(20000)]
for block in blocks:
    ctypes.memset(block, 1, 2000)
for number, block in enumerate(blocks):
    if number % 20:
        libc.free(block)
print("ready", flush=True)
sys.stdin.readline()
