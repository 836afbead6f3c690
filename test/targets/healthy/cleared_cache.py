# Healthy: a cache of a method that is cleared again and again.
import functools, time
class Model:
    def __init__(self, n):
        self.n = n
        self.weights = [float(i) for i in range(300)]
    @functools.lru_cache(maxsize=None)
    def predict(self, x):
        return x + self.n
n = 0
while True:
    n += 1
    Model(n).predict(1)
    if n % 200 == 0:
        Model.predict.cache_clear()
    time.sleep(0.004)
