# Healthy: exceptions that are kept until they are reported.
import time
failures = []
def check(n):
    if n % 2:
        raise ValueError('odd %d' % n)
def report():
    failures.clear()
n = 0
while True:
    n += 1
    try:
        check(n)
    except ValueError as error:
        failures.append(error)
    if n % 300 == 0:
        report()
    time.sleep(0.003)
