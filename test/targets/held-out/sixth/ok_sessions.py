"""Django-like sessions in sqlalchemy: made, used, expired by a sweeper; threads serve them."""
import itertools
import queue
import threading
import time

from sqlalchemy import Column, Float, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker
from sqlalchemy.pool import StaticPool

import kit

Base = declarative_base()
log = kit.RingLog()
metrics = kit.Metrics()
templates = kit.pages()


class Visit(Base):
    __tablename__ = "visits"
    id = Column(Integer, primary_key=True)
    data = Column(String)
    expires = Column(Float)


engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
Base.metadata.create_all(engine)
Session = scoped_session(sessionmaker(engine))
lock = threading.Lock()


class Live:
    """What is in memory of a visit; leaves by age."""

    def __init__(self, number):
        self.number = number
        self.until = time.monotonic() + 4
        self.steps = [kit.text(200, number)]


class Registry:
    def __init__(self):
        self.live = {}

    def touch(self, number):
        visit = self.live.get(number)
        if visit is None:
            visit = self.live[number] = Live(number)
        visit.steps.append(number)
        return visit

    def sweep(self):
        now = time.monotonic()
        for number in [n for n, v in list(self.live.items()) if v.until < now]:
            del self.live[number]


def serve(jobs, registry):
    while True:
        number = jobs.get()
        with lock:
            visit = registry.touch(number)
            session = Session()
            session.add(Visit(data=visit.steps[0], expires=time.time() + 4))
            session.commit()
            Session.remove()
        metrics.count("served")


def main():
    jobs, registry = queue.Queue(50), Registry()
    for k in range(3):
        threading.Thread(target=serve, args=(jobs, registry), name=f"server-{k}", daemon=True).start()
    for n in itertools.count():
        jobs.put(n // 3)
        if n % 50 == 0:
            with lock:
                registry.sweep()
                session = Session()
                session.query(Visit).filter(Visit.expires < time.time()).delete()
                session.commit()
                Session.remove()
            log.info("sweep", live=len(registry.live))
        time.sleep(0.008)


if __name__ == "__main__":
    main()
