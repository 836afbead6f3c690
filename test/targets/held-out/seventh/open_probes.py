import socket
import threading
import time

server = socket.create_server(('127.0.0.1', 0))


def serve():
    while True:
        peer, _ = server.accept()
        peer.recv(10)
        peer.close()


threading.Thread(target=serve, daemon=True).start()


class Probe:
    def __init__(self):
        self.seen = []

    def check(self):
        link = socket.create_connection(server.getsockname())
        link.sendall(b'ping')
        self.seen.append((time.time(), link))


probe = Probe()
while True:
    probe.check()
    time.sleep(0.1)
