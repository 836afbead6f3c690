"""A cache around a method has self in its keys: 128 models live on, then it is full."""
import functools, time
class Model:
    def __init__(self): self.weights = bytearray(1 << 20)
    @functools.lru_cache(maxsize=128)
    def predict(self, x): return x + 1
def handle(i): return Model().predict(i)
if __name__ == "__main__":
    i = 0
    while True: handle(i); i += 1; time.sleep(0.1)
