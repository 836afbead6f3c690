"""Healthy: a pool of connections grows to thirty under load and stays."""
import socket
import threading
import time


class Pool:
    def __init__(self, most):
        self.most = most
        self.idle = []
        self.made = 0
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            if self.idle:
                return self.idle.pop()
            if self.made < self.most:
                self.made += 1
                return socket.socketpair()
        return None

    def release(self, pair):
        with self.lock:
            self.idle.append(pair)


pool = Pool(30)


def client(n):
    while True:
        pair = pool.acquire()
        if pair:
            pair[0].send(b"hi")
            pair[1].recv(10)
            time.sleep(0.01)
            pool.release(pair)
        time.sleep(0.01)


n = 0
while True:
    if n < 40:
        n += 1
        threading.Thread(target=client, args=(n,), daemon=True).start()
    time.sleep(0.15)
