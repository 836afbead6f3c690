import time


def memoized(function):
    memo = {}

    def wrapper(*key):
        if key not in memo:
            memo[key] = function(*key)
        return memo[key]

    return wrapper


@memoized
def route(a, b):
    return ['%d-%d-%d' % (a, b, step) for step in range(30)]


n = 0
while True:
    for _ in range(10):
        n += 1
        route(n, n + 1)
    time.sleep(0.02)
