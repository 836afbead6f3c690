"""Healthy: arrays of changing size, nothing kept but a running mean."""
import time

import numpy as np

mean = np.zeros(100_000)
n = 0
while True:
    n += 1
    batch = np.random.rand(50 + n % 50, 100_000)
    mean += (batch.mean(axis=0) - mean) / n
    time.sleep(0.05)
