"""Usage metering with sqlalchemy: samples are gathered and flushed in batches of 500."""
import itertools
import random
import time

from sqlalchemy import Column, Float, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

import kit

Base = declarative_base()
log = kit.RingLog()
metrics = kit.Metrics()
prices = kit.pages()


class Charge(Base):
    __tablename__ = "charges"
    id = Column(Integer, primary_key=True)
    tenant = Column(String)
    amount = Column(Float)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
Session = sessionmaker(engine)


class Sample:
    __slots__ = ("route", "seconds", "tags")

    def __init__(self, route, seconds, tags):
        self.route = route
        self.seconds = seconds
        self.tags = tags


class Meter:
    limit = 500
    pending = {}

    def __init__(self, tenant):
        self.tenant = tenant
        self.count = 0

    def add(self, hour, *samples):
        slot = Meter.pending.setdefault(self.tenant, {}).setdefault(hour, {})
        for sample in samples:
            slot.setdefault(sample.route, []).append(sample)
        self.count += len(samples)
        if self.count == Meter.limit:
            self.flush()

    def flush(self):
        taken = Meter.pending.pop(self.tenant, {})
        self.count = 0
        total = sum(s.seconds for hour in taken.values() for route in hour.values() for s in route)
        charge(self.tenant, total)


def charge(tenant, total):
    with Session() as session:
        session.add(Charge(tenant=tenant, amount=total * price(tenant)))
        session.commit()
        if session.query(Charge).count() > 300:
            session.query(Charge).delete()
            session.commit()


def price(tenant):
    if tenant not in prices:
        prices[tenant] = len(tenant) / 10
    return prices[tenant]


class Gateway:
    def __init__(self, tenants):
        self.meters = {t: Meter(t) for t in tenants}
        self.random = random.Random(5)
        self.recent = []

    def handle(self, tenant, n):
        routes = (f"/r{n % 7}", f"/s{n % 5}", f"/t{n % 3}")
        samples = [Sample(r, self.random.random(), {"trace": kit.text(80, n * 3 + i), "n": n})
                   for i, r in enumerate(routes)]
        self.recent.append(n)
        if len(self.recent) > 64:
            self.recent.clear()
        self.meters[tenant].add(n // 2000, *samples)


def main():
    tenants = [f"tenant-{i}" for i in range(6)]
    gateway = Gateway(tenants)
    for n in itertools.count():
        started = time.perf_counter()
        gateway.handle(tenants[n % len(tenants)], n)
        metrics.time(time.perf_counter() - started)
        if n % 50 == 0:
            charge(tenants[n % 6], 0.5)
            log.info("n", n=n)
        time.sleep(0.0015)


if __name__ == "__main__":
    main()
