"""Flask picture service: a rendition per upload, with memoized sizes."""
import functools
import threading
import time
import urllib.request

from flask import Flask, request
from werkzeug.serving import make_server

import kit

log = kit.RingLog()
metrics = kit.Metrics()
served = kit.pages()
signed = kit.tokens()
app = Flask(__name__)


class Palette:
    def __init__(self, seed):
        self.colours = [(seed * i) % 255 for i in range(64)]

    def nearest(self, value):
        return min(self.colours, key=lambda c: abs(c - value))


class Rendition:
    def __init__(self, name, size):
        self.name = name
        self.pixels = bytearray(size)
        self.palette = Palette(len(name))

    @functools.lru_cache(maxsize=384)
    def scaled(self, width):
        step = max(1, len(self.pixels) // width)
        return bytes(self.pixels[::step])

    def average(self):
        return sum(self.pixels[:1000]) / 1000


class Store:
    def __init__(self):
        self.recent = []

    def keep(self, name, length):
        self.recent.append((name, length, time.time()))
        if len(self.recent) > 100:
            self.recent.pop(0)


class Signer:
    def __init__(self, key):
        self.key = key

    def sign(self, name):
        token = signed.get(name)
        if token is None:
            token = f"{hash((self.key, name)):x}"
            signed[name] = token
        return token


store = Store()
signer = Signer("k1")


@functools.lru_cache(maxsize=32)
def content_type(suffix):
    return {"png": "image/png", "jpg": "image/jpeg"}.get(suffix, "application/octet-stream")


@app.post("/upload/<name>")
def upload(name):
    started = time.perf_counter()
    rendition = Rendition(name, 90_000 + len(name))
    small = rendition.scaled(64)
    store.keep(name, len(small))
    served[name] = small[:20]
    metrics.count("upload")
    metrics.time(time.perf_counter() - started)
    return {"name": name, "token": signer.sign(name), "bytes": len(small), "type": content_type(name[-3:])}


@app.get("/recent")
def recent():
    return {"recent": store.recent[-10:], "agent": request.headers.get("User-Agent")}


def load(port):
    base = f"http://127.0.0.1:{port}"
    n = 0
    while True:
        n += 1
        if n % 5:
            req = urllib.request.Request(f"{base}/upload/pic{n}.png", data=b"x", method="POST")
        else:
            req = urllib.request.Request(f"{base}/recent")
        with urllib.request.urlopen(req) as answer:
            answer.read()
        if n % 100 == 0:
            log.info("load", n=n)
        time.sleep(0.025)


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=load, args=(server.server_port,), name="load", daemon=True).start()
    import logging
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.serve_forever()
