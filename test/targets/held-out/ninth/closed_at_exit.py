import atexit
import time


class Upload:
    def __init__(self, n):
        self.n = n
        self.parts = [b'%d' % (n + i) * 20 for i in range(10)]

    def send(self):
        return sum(len(part) for part in self.parts)

    def close(self):
        self.parts.clear()


def upload(n):
    one = Upload(n)
    atexit.register(one.close)
    return one.send()


n = 0
while True:
    for _ in range(5):
        n += 1
        upload(n)
    time.sleep(0.02)
