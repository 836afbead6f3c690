"""A thumbnailer starts children and never waits for them."""
import subprocess
import time


class Thumbnails:
    def __init__(self):
        self.children = []

    def make(self, name):
        child = subprocess.Popen(["true", name], stdout=subprocess.PIPE, stdin=subprocess.PIPE)
        self.children.append(child)


thumbnails = Thumbnails()
n = 0
while True:
    n += 1
    thumbnails.make("picture%d.jpg" % n)
    time.sleep(0.2)
