"""Each upload starts a thread that waits for a confirmation which never comes."""
import threading
import time


class Upload:
    def __init__(self, n):
        self.n = n
        self.confirmed = threading.Event()
        threading.Thread(target=self.watch, name="upload-%d" % n, daemon=True).start()

    def watch(self):
        self.confirmed.wait()


n = 0
while True:
    n += 1
    Upload(n)
    time.sleep(0.15)
