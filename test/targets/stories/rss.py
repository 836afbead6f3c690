"""200 MB of one kind: native, frag, pylist, malloc_frag, mixed."""
import sys, time, ctypes, random, threading
libc = ctypes.CDLL(None); libc.malloc.restype = ctypes.c_void_p; libc.malloc.argtypes = [ctypes.c_size_t]; libc.free.argtypes = [ctypes.c_void_p]; libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
K = []
def native(mb, sz=100_000):
    for _ in range(mb * 1_000_000 // sz): p = libc.malloc(sz); libc.memset(p, 1, sz)
def frag(mb):
    l = [("a", j, j + 0.5) for j in range(mb * 1_000_000 // 130)]; K.append(l[::300]); del l
def pylist(mb): K.append([[j, str(j)] for j in range(mb * 1_000_000 // 180)])
def malloc_frag(mb):
    ps = [libc.malloc(2000) for _ in range(mb * 500)]
    for p in ps: libc.memset(p, 1, 2000)
    for i, p in enumerate(ps):
        if i % 50: libc.free(p)
m = sys.argv[1]
if m == "mixed":
    native(70); frag(60); pylist(70)
elif m != "none": globals()[m](200)
print("READY", flush=True)
while True: time.sleep(0.05)
