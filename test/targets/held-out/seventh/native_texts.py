import ctypes
import time

libc = ctypes.CDLL(None)
libc.strdup.restype = ctypes.c_void_p
libc.strdup.argtypes = [ctypes.c_char_p]


def translate(text):
    handle = libc.strdup(text.encode())
    return ctypes.string_at(handle)


n = 0
while True:
    for _ in range(50):
        n += 1
        translate('message %d ' % n * 40)
    time.sleep(0.02)
