"""Healthy: makes cycles, which the collector takes back again and again."""
import time


class Node:
    def __init__(self):
        self.me = self
        self.blob = "x" * 1000


while True:
    for _ in range(50):
        Node()
    time.sleep(0.01)
