"""A buffer is emptied at 1001, which a counter that goes by two never meets."""
import time
class Recorder:
    def __init__(self): self.buffer = {"tasks": [], "count": 0}
    def flush(self): self.buffer = {"tasks": [], "count": 0}
    def record_task(self, t):
        self.buffer["tasks"].append(t); self.buffer["count"] += 2
        if self.buffer["count"] == 1001: self.flush()
R = Recorder()
if __name__ == "__main__":
    n = 0
    while True: n += 1; R.record_task({"id": n, "payload": "x" * 2000, "at": time.time()}); time.sleep(0.002)
