"""Telemetry encoder around a C library: frames are packed into buffers that the library owns."""
import ctypes
import ctypes.util
import itertools
import time
import zlib

import httpx

import kit

libc = ctypes.CDLL(ctypes.util.find_library("c"))
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
log = kit.RingLog()
metrics = kit.Metrics()
names = kit.pages()


class Frame:
    """A packed frame; the handle is an address in the library's memory."""

    def __init__(self, size):
        self.size = size
        self.handle = libc.malloc(size)
        self.used = 0

    def write(self, data):
        ctypes.memmove(self.handle + self.used, data, len(data))
        self.used += len(data)

    def read(self):
        return ctypes.string_at(self.handle, self.used)

    def close(self):
        libc.free(self.handle)
        self.handle = None


class Encoder:
    def __init__(self):
        self.sent = 0

    def encode(self, records):
        frame = Frame(24_000)
        for record in records:
            frame.write(record)
        data = frame.read()
        if len(records) > 20:
            frame.close()
        self.sent += len(data)
        return zlib.compress(data)


class Sensor:
    def __init__(self, number):
        self.number = number
        self.name = kit.text(30, number)

    def records(self, n):
        names[self.number] = self.name
        count = 30 if n % 4 == 0 else 12
        return [f"{self.number};{n};{i};{kit.text(300, i * n)}".encode() for i in range(count)]


def collector(request):
    metrics.count("posted")
    return httpx.Response(200, json={"bytes": len(request.content)})


def main():
    sensors = [Sensor(i) for i in range(40)]
    encoder = Encoder()
    window = []
    with httpx.Client(transport=httpx.MockTransport(collector), base_url="http://collector") as client:
        for n in itertools.count():
            started = time.perf_counter()
            body = encoder.encode(sensors[n % 40].records(n))
            answer = client.post("/frames", content=body)
            window.append(answer.json()["bytes"])
            if len(window) > 200:
                window.clear()
            metrics.time(time.perf_counter() - started)
            if n % 200 == 0:
                log.info("sent", sent=encoder.sent)
            time.sleep(0.01)


if __name__ == "__main__":
    main()
