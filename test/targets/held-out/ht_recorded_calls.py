"""A decorator that remembers each call for a debug page."""
import functools
import time


def recorded(function):
    calls = []

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        begun = time.perf_counter()
        result = function(*args, **kwargs)
        calls.append((args, kwargs, result, time.perf_counter() - begun))
        return result

    wrapper.slowest = lambda: max(calls, key=lambda c: c[3])
    return wrapper


@recorded
def price(order, currency="EUR"):
    return {"order": order["id"], "total": sum(order["lines"]), "currency": currency}


n = 0
while True:
    for _ in range(5):
        n += 1
        price({"id": n, "lines": [n, n + 1, n + 2]})
    time.sleep(0.02)
