"""Django: a unit of work per request wants to know of settings that change."""
import itertools
import time

import django
from django.conf import settings
from django.dispatch import Signal
from django.http import JsonResponse
from django.test import RequestFactory
from django.urls import path

import kit

settings.configure(DEBUG=False, SECRET_KEY="k", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
                   MIDDLEWARE=["p05_signals.TimingMiddleware"] if __name__ != "__main__" else [],
                   CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                                       "OPTIONS": {"MAX_ENTRIES": 200}}})
django.setup()
log = kit.RingLog()
metrics = kit.Metrics()
rates_changed = Signal()
rate_read = Signal()


class Rates:
    def __init__(self):
        self.table = {code: 1 + i / 10 for i, code in enumerate(("EUR", "USD", "GBP", "JPY"))}
        self.version = 0

    def set(self, code, value):
        self.table[code] = value
        self.version += 1
        rates_changed.send(sender=Rates, code=code, value=value)


rates = Rates()


class Quote:
    def __init__(self, basket):
        self.basket = basket
        self.memo = {}
        rates_changed.connect(self.forget, weak=False)
        rate_read.connect(count_read, dispatch_uid="reads")

    def forget(self, sender, code, **_):
        self.memo.pop(code, None)

    def total(self, code):
        if code not in self.memo:
            rate_read.send(sender=Quote, code=code)
            self.memo[code] = sum(item["price"] for item in self.basket) * rates.table[code]
        return self.memo[code]


def count_read(sender, code, **_):
    metrics.count(code)


class Baskets:
    def __init__(self):
        self.prices = [(i * 31) % 97 for i in range(400)]

    def load(self, number):
        return [{"sku": f"{number}-{i}", "price": self.prices[(number + i) % 400], "name": kit.text(40, number + i)}
                for i in range(60)]


baskets = Baskets()


def quote(request, number):
    from django.core.cache import cache
    key = f"basket{number % 500}"
    hits = cache.get(key, 0)
    cache.set(key, hits + 1, 30)
    result = Quote(baskets.load(number)).total(request.GET.get("currency", "EUR"))
    return JsonResponse({"total": result, "hits": hits})


def health(request):
    return JsonResponse({"ok": True, "version": rates.version})


urlpatterns = [path("quote/<int:number>", quote), path("health", health)]


def main():
    from django.core.handlers.base import BaseHandler
    handler = BaseHandler()
    handler.load_middleware()
    factory = RequestFactory()
    codes = itertools.cycle(rates.table)
    for n in itertools.count(1):
        started = time.perf_counter()
        url = f"/quote/{n}?currency={next(codes)}" if n % 6 else "/health"
        answer = handler.get_response(factory.get(url))
        assert answer.status_code == 200, answer.content
        metrics.time(time.perf_counter() - started)
        if n % 150 == 0:
            rates.set("USD", 1 + n % 7 / 10)
            log.info("rates", n=n)
        time.sleep(0.012)


if __name__ == "__main__":
    main()
