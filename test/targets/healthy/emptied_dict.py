# Healthy: a dict that is emptied ten times a second.
import threading, time
KEPT = {}
n = 0
def clear():
    while True:
        time.sleep(0.1)
        KEPT.clear()
threading.Thread(target=clear, daemon=True).start()
while True:
    for i in range(20):
        n += 1
        KEPT[n] = {'n': n, 'text': 'x' * 300, 'rows': [str(n + i) for i in range(10)]}
    time.sleep(0.02)
