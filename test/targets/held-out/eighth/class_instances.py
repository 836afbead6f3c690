import time


class Plugin:
    instances = []

    def __init__(self, name):
        self.name = name
        self.settings = {'name': name, 'values': list(range(100))}
        Plugin.instances.append(self)

    def run(self):
        return sum(self.settings['values'])


n = 0
while True:
    n += 1
    Plugin('plugin %d' % n).run()
    time.sleep(0.005)
