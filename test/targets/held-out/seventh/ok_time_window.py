import collections
import time


class Window:
    def __init__(self, seconds):
        self.seconds = seconds
        self.events = collections.deque()

    def add(self, event):
        now = time.monotonic()
        self.events.append((now, event))
        while self.events and self.events[0][0] < now - self.seconds:
            self.events.popleft()


window = Window(2.0)
sessions = {}
n = 0
while True:
    n += 1
    window.add({'n': n, 'payload': 'p%d' % n * 20})
    sessions['s%d' % n] = {'cart': [n] * 20}
    if len(sessions) > 1500:
        sessions.clear()
    time.sleep(0.003)
