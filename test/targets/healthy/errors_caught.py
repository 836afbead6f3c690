# Healthy: exceptions in circles with their frames, which the collector meets.
import time
def work(n):
    try:
        raise ValueError('bad %d' % n)
    except ValueError as error:
        kept = error
    return n
n = 0
while True:
    for i in range(5):
        n += 1
        work(n)
    time.sleep(0.01)
