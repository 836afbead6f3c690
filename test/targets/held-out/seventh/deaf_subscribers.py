import queue
import threading
import time


class Hub:
    def __init__(self):
        self.count = 0

    def subscribe(self, client):
        box = queue.Queue()

        def deliver():
            while True:
                try:
                    message = box.get()
                    if client.gone:
                        raise ConnectionError('gone')
                    client.send(message)
                except Exception:
                    continue

        threading.Thread(target=deliver, name='deliver-%d' % self.count, daemon=True).start()
        self.count += 1
        return box


class Client:
    def __init__(self):
        self.gone = False
        self.screen = bytearray(20000)

    def send(self, message):
        pass


hub = Hub()
while True:
    client = Client()
    box = hub.subscribe(client)
    box.put('hello')
    client.gone = True
    box.put('bye')
    time.sleep(0.1)
