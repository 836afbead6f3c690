"""Frames of a camera are kept by their time."""
import array
import time


class Camera:
    def __init__(self):
        self.frames = dict()
        self.clock = 0

    def capture(self):
        self.clock += 1
        frame = array.array("f", [self.clock * 0.5]) * 600
        self.store(frame)

    def store(self, frame):
        self.frames.update({self.clock: frame})

    def latest(self):
        return self.frames[self.clock]


camera = Camera()
while True:
    for _ in range(3):
        camera.capture()
        camera.latest()
    time.sleep(0.02)
