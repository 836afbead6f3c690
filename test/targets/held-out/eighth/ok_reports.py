import time

while True:
    report = {}
    end = time.time() + 3
    n = 0
    while time.time() < end:
        n += 1
        report[n] = {'n': n, 'text': 'line %d' % n}
        if n % 100 == 0:
            time.sleep(0.01)
    report.clear()
