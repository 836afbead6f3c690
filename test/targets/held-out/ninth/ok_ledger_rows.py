"""A ledger in a database, by way of sqlalchemy: sessions that are closed, a pool, compiled statements."""
import random
import time

from sqlalchemy import Integer, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import StaticPool


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = 'entries'
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(Integer)


engine = create_engine('sqlite://', poolclass=StaticPool, connect_args={'check_same_thread': False})
Base.metadata.create_all(engine)
n = 0
while True:
    n += 1
    with Session(engine) as session:
        session.add(Entry(account='a%d' % (n % 50), amount=n))
        session.commit()
        columns = random.sample([Entry.id, Entry.account, Entry.amount], random.randint(1, 3))
        session.execute(select(*columns).where(Entry.account == 'a%d' % (n % 50)).limit(20)).all()
        if n % 400 == 0:
            session.query(Entry).delete()
            session.commit()
    time.sleep(0.01)
