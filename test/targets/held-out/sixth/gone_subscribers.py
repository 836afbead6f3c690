"""Flask with server-sent events: each subscriber has a queue and a pump thread."""
import itertools
import logging
import queue
import socket
import threading
import time

from flask import Flask, Response
from werkzeug.serving import make_server

import kit

logging.getLogger("werkzeug").setLevel(logging.ERROR)
log = kit.RingLog()
metrics = kit.Metrics()
headlines = kit.pages()
app = Flask(__name__)
numbers = itertools.count()


class Channel:
    def __init__(self, name):
        self.name = name
        self.latest = None
        self.condition = threading.Condition()
        self.version = 0

    def publish(self, value):
        with self.condition:
            self.latest = value
            self.version += 1
            self.condition.notify_all()

    def next(self, version, timeout):
        with self.condition:
            self.condition.wait_for(lambda: self.version > version, timeout)
            return self.version, self.latest


class Subscriber:
    def __init__(self, channel):
        self.channel = channel
        self.outbox = queue.Queue(maxsize=5)
        self.closed = False
        self.scratch = bytearray(20_000)

    def start(self):
        threading.Thread(target=self.pump, name=f"pump-{next(numbers)}", daemon=True).start()
        return self

    def pump(self):
        version = 0
        while True:
            try:
                version, value = self.channel.next(version, 30)
                self.outbox.put(value, timeout=15)
                if self.closed:
                    raise ConnectionError("gone")
            except Exception:
                continue


channels = {name: Channel(name) for name in ("news", "sport", "weather")}


@app.get("/events/<name>")
def events(name):
    subscriber = Subscriber(channels[name]).start()

    def stream():
        try:
            while True:
                try:
                    value = subscriber.outbox.get(timeout=0.5)
                except queue.Empty:
                    value = "keep-alive"
                yield f"data: {value}\n\n"
        finally:
            subscriber.closed = True
            metrics.count("left")

    return Response(stream(), mimetype="text/event-stream")


@app.get("/headline/<int:number>")
def headline(number):
    if number not in headlines:
        headlines[number] = kit.text(400, number)
    return headlines[number]


def publisher():
    n = 0
    while True:
        n += 1
        for channel in channels.values():
            channel.publish(kit.text(60, n))
        time.sleep(0.2)


def visitor(port, name):
    while True:
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(f"GET /events/{name} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            for _ in range(2):
                s.recv(4096)
        log.info("visitor left", channel=name)
        time.sleep(0.5)


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=publisher, name="publisher", daemon=True).start()
    for name in channels:
        threading.Thread(target=visitor, args=(server.server_port, name), name=f"visitor-{name}", daemon=True).start()
    server.serve_forever()
