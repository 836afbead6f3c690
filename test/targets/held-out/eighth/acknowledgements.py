import time


class Scheduler:
    def __init__(self):
        self.callbacks = []

    def later(self, callback):
        self.callbacks.append(callback)


scheduler = Scheduler()


def receive(n):
    message = {'n': n, 'payload': 'x' * 2000 + str(n)}

    def acknowledge():
        return message['n']

    scheduler.later(acknowledge)


n = 0
while True:
    n += 1
    receive(n)
    time.sleep(0.005)
