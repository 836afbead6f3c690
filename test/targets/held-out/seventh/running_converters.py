import subprocess
import time


class Converter:
    def __init__(self):
        self.jobs = 0

    def convert(self, name):
        self.jobs += 1
        process = subprocess.Popen(['sleep', '600'], stdin=subprocess.PIPE)
        running.append(process)


running = []
converter = Converter()
while True:
    converter.convert('picture')
    time.sleep(0.4)
