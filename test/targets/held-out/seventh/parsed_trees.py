import gc
import time

gc.set_threshold(1000000, 100, 100)


class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        self.text = 'x' * 500 + name
        if parent is not None:
            parent.children.append(self)


def parse(n):
    root = Node('root %d' % n)
    for i in range(20):
        Node('leaf %d.%d' % (n, i), root)
    return len(root.children)


n = 0
while True:
    n += 1
    parse(n)
    time.sleep(0.01)
