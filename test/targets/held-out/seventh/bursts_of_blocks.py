import random
import time

random.seed(4)
keep = []


def burst():
    blocks = [bytes(random.randrange(600, 5000)) for _ in range(60000)]
    keep[:] = [block for i, block in enumerate(blocks) if i % 200 == 0]


time.sleep(4)
for _ in range(3):
    burst()
    time.sleep(1)
while True:
    time.sleep(0.2)
