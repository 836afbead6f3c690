"""An undo history: each state keeps the one before, and nothing cuts the chain."""
import time


class State:
    def __init__(self, before, text):
        self.before = before
        self.text = text


class Editor:
    def __init__(self):
        self.state = None

    def type(self, text):
        self.state = State(self.state, text)


editor = Editor()
n = 0
while True:
    n += 1
    editor.type("line %d " % n * 10)
    time.sleep(0.004)
