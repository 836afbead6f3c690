"""Receivers connected by each view and never disconnected."""
import time


class Signal:
    def __init__(self, name):
        self.name = name
        self._receivers = []

    def connect(self, receiver, sender=None):
        self._receivers.append((sender, receiver))
        return receiver

    def disconnect(self, receiver):
        self._receivers = [r for r in self._receivers if r[1] is not receiver]

    def send(self, sender, **detail):
        for _, receiver in self._receivers[:10]:
            receiver(sender, **detail)


saved = Signal("saved")


class View:
    def __init__(self, user):
        self.user = user
        self.messages = ["" for _ in range(30)]
        saved.connect(self.on_saved)

    def on_saved(self, sender, **detail):
        self.messages[0] = "%s saved" % sender

    def render(self):
        return "<p>%s</p>" % self.user


n = 0
while True:
    for _ in range(3):
        n += 1
        View("user%d" % n).render()
    saved.send("order", id=n)
    time.sleep(0.02)
