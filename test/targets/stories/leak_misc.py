"""One of: cycle, cache, native, frag."""
import sys, time, ctypes, gc
CACHE = {}
class Node:
    def __init__(self): self.children = []; self.parent = None; self.blob = bytearray(20000)
    def __del__(self): pass
KEEP = []
def cycle():
    p = Node(); c = Node(); p.children.append(c); c.parent = p
def cache(i): CACHE["req-%d" % i] = {"body": "y" * 5000, "n": i}
libc = ctypes.CDLL(None); libc.malloc.restype = ctypes.c_void_p; libc.malloc.argtypes = [ctypes.c_size_t]; libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
def native(i):
    p = libc.malloc(100_000); libc.memset(p, 1, 100_000)          # never freed
if __name__ == "__main__":
    m = sys.argv[1]; i = 0
    if m == "cycle": gc.disable()
    if m == "frag":                                                # pymalloc fragmentation: keep 1 of 200 small objects
        l = [("a", j, j + 1.5) for j in range(2_000_000)]; KEEP = l[::200]; del l
    while True:
        i += 1
        if m == "cycle": cycle()
        elif m == "cache": cache(i)
        elif m == "native": native(i)
        time.sleep(0.005)
