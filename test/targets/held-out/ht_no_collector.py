"""The collector is off for latency; documents and their sections refer to each other."""
import gc
import time

gc.disable()


class Section:
    def __init__(self, document, title):
        self.document = document
        self.title = title
        self.words = title.split() * 5


class Document:
    def __init__(self, number):
        self.number = number
        self.sections = []
        for i in range(4):
            self.sections.append(Section(self, "section %d of %d" % (i, number)))

    def __del__(self):
        self.sections = None

    def size(self):
        return sum(len(s.words) for s in self.sections)


n = 0
while True:
    for _ in range(4):
        n += 1
        Document(n).size()
    time.sleep(0.02)
